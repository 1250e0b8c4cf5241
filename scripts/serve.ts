/** `npm run demo`: serves the built demo on `PORT` and `HOST`. */
import { existsSync } from 'node:fs'
import { serveDemo } from './demoServer.ts'

const root = 'dist-demo'
const port = Number(process.env['PORT'] ?? '4400')
const hostname = process.env['HOST'] ?? '127.0.0.1'

function stop(message: string): never {
  console.error(message)
  process.exit(2)
}

if (!Number.isInteger(port) || port < 0 || port > 65_535)
  stop(`PORT must be a number from 0 to 65535, not "${process.env['PORT']}".`)
if (!existsSync(`${root}/index.html`)) stop('There is no demo to serve yet. Run "npm run build:demo" first.')

try {
  const demo = await serveDemo({ port, hostname, root })
  const address = `http://localhost:${demo.port}`
  console.log(`Latchkey is at ${address}/
Sign in as main.admin@northwind.example with the password quiet-Harbor-7.
Preview is at ${address}/?environment=preview
Every state of every flow: ${address}/flows`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => demo.server.close())
} catch (error) {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') stop(`Port ${port} is taken. Choose another, as in PORT=4401 npm run demo.`)
  stop(`Latchkey cannot listen on ${hostname}:${port}: ${code ?? String(error)}`)
}
