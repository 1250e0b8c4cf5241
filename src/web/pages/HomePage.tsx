import { Heading, Content as MessageContent, IllustratedMessage } from '@react-spectrum/s2/IllustratedMessage'
import HomeIcon from '@react-spectrum/s2/icons/Home'
import Checkmark from '@react-spectrum/s2/illustrations/linear/Check'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Attention } from '#src/domain/attention.ts'
import type { Instant } from '#src/domain/instant.ts'
import { home } from '../queries/home.ts'
import { useSession } from '../shell/useSession.ts'
import { Content, Section } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Time } from '../ui/Time.tsx'

export function HomePage() {
  const { user } = useSession()
  const { attention, asOf } = useSuspenseQuery(home()).data
  return (
    <>
      <PageHeader eyebrow="Latchkey" title="Home" icon={<HomeIcon />} />
      <Content>
        <Section title="Needs your attention">
          {attention.length === 0 ? (
            <IllustratedMessage styles={centred}>
              <Checkmark />
              <Heading>Nothing needs your attention</Heading>
              <MessageContent>
                {user.isAdministrator
                  ? 'Neither your API key nor your password is about to expire, and nobody’s API key has expired.'
                  : 'Neither your API key nor your password is about to expire.'}
              </MessageContent>
            </IllustratedMessage>
          ) : (
            attention.map((item) => (
              <Item key={'role' in item ? `${item.kind} ${item.role}` : item.kind} item={item} asOf={asOf} />
            ))
          )}
        </Section>
      </Content>
    </>
  )
}

function Item({ item, asOf }: { item: Attention; asOf: Instant }) {
  const { user } = useSession()
  const time = (at: Instant) => <Time at={at} asOf={asOf} timeZone={user.timeZone} />
  const keySettings = user.isAdministrator ? (
    <Link href="/setup/system/customer-info">Open API Key Settings</Link>
  ) : (
    'Ask an administrator if you do not know which applications use it.'
  )
  const singleSignOn = <Link href="/setup/system/single-sign-on">Open Single Sign-On (SSO)</Link>
  const changePassword = <Link href="/change-password">Change password</Link>
  switch (item.kind) {
    case 'own-key-expired':
      return (
        <Notice variant="negative" title="Your API key has expired">
          It ended on {time(item.at)}. Applications that use it are refused until they get a new key. {keySettings}
        </Notice>
      )
    case 'own-key-expires':
      return (
        <Notice variant="notice" title="Your API key expires soon">
          It ends on {time(item.at)}. After that, applications that use it are refused. {keySettings}
        </Notice>
      )
    case 'password-expired':
      return (
        <Notice variant="negative" title="Your password has expired">
          It expired on {time(item.at)}. {changePassword}
        </Notice>
      )
    case 'password-expires':
      return (
        <Notice variant="notice" title="Your password expires soon">
          It expires on {time(item.at)}. {item.removesKey && 'Your API key will be removed with it. '}
          {changePassword}
        </Notice>
      )
    case 'keys-expired':
      return (
        <Notice
          variant="notice"
          title={
            item.keys === 1
              ? 'The API key of 1 other user has expired'
              : `The API keys of ${count(item.keys)} other users have expired`
          }
        >
          Integrations that use them are refused until their users make new keys.{' '}
          <Link href="/users?keys=expired">See whose they are</Link>
        </Notice>
      )
    case 'keys-expire':
      return (
        <Notice
          variant="notice"
          title={
            item.keys === 1
              ? 'The API key of 1 other user expires within a week'
              : `The API keys of ${count(item.keys)} other users expire within a week`
          }
        >
          They end before {time(item.before)}.{' '}
          <Link href="/users?keys=expiring&sort=expiresAt">See whose expire next</Link>
        </Notice>
      )
    case 'certificate-expired':
      return (
        <Notice variant="negative" title={`The ${item.role} X.509 certificate for API logins has expired`}>
          It ended on {time(item.at)}. Logins that carry it are still let through. {keySettings}
        </Notice>
      )
    case 'certificate-expires':
      return (
        <Notice variant="notice" title={`The ${item.role} X.509 certificate for API logins expires soon`}>
          It ends on {time(item.at)}. {keySettings}
        </Notice>
      )
    case 'signing-certificate-expired':
      return (
        <Notice variant="negative" title="The identity provider’s signing certificate has expired">
          It ended on {time(item.at)}. {singleSignOn}
        </Notice>
      )
    case 'signing-certificate-expires':
      return (
        <Notice variant="notice" title="The identity provider’s signing certificate expires soon">
          It ends on {time(item.at)}. Ask whoever runs the provider for the next one. {singleSignOn}
        </Notice>
      )
  }
}

const count = (keys: number) => keys.toLocaleString('en-US')

const centred = style({ alignSelf: 'center', marginY: 32 })
