import { counted } from '../../ui/counted.ts'
import { Hint } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import type { Review } from './review.ts'

/** What an update does besides setting SSO usernames, said before it is carried out. */
export function ImportConsequences({ review: { counts, consequences } }: { review: Review }) {
  const { losePassword, isOwnAmongThem, locksOutAdministrators } = consequences
  if (counts.update === 0) return null
  return (
    <>
      <Hint>
        <b>Only Allow SAML 2.0 Authentication</b> is turned on for all these users. It counts while single sign-on is
        enabled.
      </Hint>
      {losePassword > 0 && (
        <Notice
          variant="notice"
          title={
            losePassword === 1
              ? 'A password is refused at once'
              : `${counted(losePassword, 'password')} are refused at once`
          }
          isLive
        >
          Single sign-on is enabled, so {losePassword === 1 ? 'this user signs' : 'these users sign'} in only through
          the identity provider from then on. {isOwnAmongThem && 'You are among them. '}API keys and open sessions keep
          working.
          {locksOutAdministrators && ' ' + LOCKED_OUT}
        </Notice>
      )}
    </>
  )
}

const LOCKED_OUT =
  'No administrator’s password is taken any more then, because Admin Exemption is off: if the identity provider fails, nobody can sign in here to turn single sign-on off, and whoever runs the server has to, with npm run sso:off.'
