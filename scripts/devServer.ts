/** `npm run dev:server`: Vite with hot reload in front of a server that restarts when its code changes. */
import { spawn } from 'node:child_process'
import { createServer } from 'vite'

const BACKEND = '4401'

const backend = spawn(process.execPath, ['--watch', 'server/main.ts'], {
  env: { ...process.env, PORT: BACKEND },
  stdio: 'inherit',
})
const address = `http://localhost:${BACKEND}`
const vite = await createServer({
  mode: 'rehearsal',
  // The host name chooses the environment, so it must arrive as the browser sent it.
  server: {
    port: 4400,
    proxy: {
      '/api': { target: address },
      '/attask': { target: address },
      '/sso/': { target: address },
      '/demo-idp/saml2/': { target: address },
      '/demo-idp/answer': { target: address },
    },
  },
})
await vite.listen()
vite.printUrls()
backend.once('exit', () => void vite.close())
