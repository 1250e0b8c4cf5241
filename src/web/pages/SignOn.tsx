import { Link } from '@react-spectrum/s2/Link'
import { visible } from '#src/domain/certificateDetails.ts'
import { ReadOnlyField } from '../ui/ReadOnlyField.tsx'
import { Notice } from '../ui/Notice.tsx'

interface Props {
  loginPortalUrl: string
  /** Where a password is taken. */
  logIn: string
}

/** In place of the sign-in form while single sign-on is in force (reference §7.7). */
export default function SignOn({ loginPortalUrl, logIn }: Props) {
  return (
    <>
      <Notice variant="informative" title="Sign in through your identity provider" level={2}>
        Single sign-on is enabled here. No sign-on takes place yet: this page only says where it would.
      </Notice>
      <ReadOnlyField label="Login Portal URL">{visible(loginPortalUrl)}</ReadOnlyField>
      <Link href={logIn}>Log in with Workfront credentials</Link>
    </>
  )
}
