import Settings from '@react-spectrum/s2/icons/Settings'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useSetupTree } from '../shell/setupTree.tsx'
import { Content, Prose, Section } from '../ui/layout.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

/** What each screen is for. */
const ABOUT: Record<string, string> = {
  '/setup/system/customer-info':
    'Administrator e-mail, time zone, locale, and API keys: their expiry, your own, all of them',
  '/setup/system/single-sign-on':
    'Signing in through an identity provider: its addresses and certificates, which attributes it fills in, whom it is for',
  '/setup/system/update-users-for-sso': 'SSO usernames of many users at once, from a file',
  '/setup/system/authentication':
    'Passwords: how long they live, what they are made of, when wrong ones lock an account',
  '/setup/change-tracking/audit-logs': 'Who did what, when and from where, done or refused, for the last 90 days',
}

/** Where **Setup** in the Main Menu leads: what there is, with every group of the panel still closed. */
export function SetupOverviewPage() {
  return (
    <>
      <PageHeader eyebrow="Latchkey" title="Setup" icon={<Settings />} />
      <Content>
        <Prose>
          <p>Open a group in the Setup panel and choose a screen, or go straight to one.</p>
        </Prose>
        {useSetupTree().map(({ label, screens }) => (
          <Section key={label} title={label}>
            <dl className={list}>
              {screens.map((screen) => (
                <div key={screen.to}>
                  <dt className={term}>
                    <Link href={screen.to}>{screen.label}</Link>
                  </dt>
                  <dd className={about}>{ABOUT[screen.to]}</dd>
                </div>
              ))}
            </dl>
          </Section>
        ))}
      </Content>
    </>
  )
}

const list = style({ margin: 0, display: 'flex', flexDirection: 'column', rowGap: 12 })
const term = style({ font: 'title' })
const about = style({ font: 'ui', color: 'neutral-subdued', margin: 0 })
