import Plugin from '@react-spectrum/s2/icons/Plugin'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { INTEGRATION_IDS } from '#src/rehearsal/integrations.ts'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint, Prose, Section } from '../../ui/layout.tsx'
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
        <Section title="How they hold on to your key">
          <Prose>
            <p className={plain}>
              What a card says is the answer to a call that its application has just made with the key it holds. These
              calls count as uses of your key.
            </p>
            <p className={plain}>
              Reset or remove your key, or let it expire, and every card that holds it asks to be reconnected. So does
              the refresh of Preview, where it brings another key. <b>Reconnect</b> has the application log in with your
              password once more and ask for the key that you have now; <b>Enter a key</b> needs no password.{' '}
              <b>Disconnect</b> has it forget the key, which goes on working elsewhere.
            </p>
          </Prose>
        </Section>
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
