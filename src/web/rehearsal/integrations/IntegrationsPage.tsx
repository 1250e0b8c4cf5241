import Plugin from '@react-spectrum/s2/icons/Plugin'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { INTEGRATION_IDS } from '#src/rehearsal/integrations.ts'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint, Prose } from '../../ui/layout.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Integration } from './Integration.tsx'

/** The applications that hold their users' API keys, which a demo has small programs for (K6, K7, R2, E5). */
export function IntegrationsPage() {
  const { environment } = useSession()
  return (
    <>
      <PageHeader eyebrow="Your account" title="Integrations" icon={<Plugin />} />
      <Content>
        <Prose>
          <p className={plain}>
            These applications work with Workfront through its API: each holds your API key and acts as you. Connecting
            one makes your key if you have none that works.
          </p>
          <Hint>
            In this demo a small program stands for each, and nothing leaves this machine. Connections are those of{' '}
            {environment === 'production' ? 'Production' : 'Preview'}.
          </Hint>
        </Prose>
        <div className={cards}>
          {INTEGRATION_IDS.map((id) => (
            <Integration key={id} id={id} />
          ))}
        </div>
      </Content>
    </>
  )
}

const plain = style({ margin: 0, marginBottom: 8 })
const cards = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', '@media (min-width: 900px)': '1fr 1fr' },
  gap: 20,
})
