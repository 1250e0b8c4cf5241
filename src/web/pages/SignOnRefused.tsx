import { problemMessage, SignOnProblem } from '#src/domain/sso/signOnProblem.ts'
import { Notice } from '../ui/Notice.tsx'

interface Props {
  /** As the address has it, which anybody can write: only what is known is said. */
  problem: string
  /** Names of fields that are empty, between commas. */
  fields: string | undefined
}

/** Why somebody who came back from the identity provider is not signed in. */
export default function SignOnRefused({ problem, fields = '' }: Props) {
  const known = SignOnProblem.safeParse(problem)
  const names = fields.split(',').filter((name) => /^[A-Za-z]{1,40}$/.test(name))
  if (!known.success || (known.data === 'invalid-fields' && names.length === 0)) return null
  return (
    <Notice variant="negative" title="You are not signed in" level={2} isLive>
      {problemMessage(known.data, names)}
    </Notice>
  )
}
