import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { DEMO_PASSWORD, DEMO_USERS, usernameOf } from '#src/rehearsal/organisation.ts'
import { Hint } from '../ui/layout.tsx'

/** On the sign-in page of a demo: whom one can be. */
export default function DemoCast() {
  return (
    <details className={details}>
      <summary className={summary}>Demo organisation: who can sign in</summary>
      <Hint>
        Everybody’s password is <code>{DEMO_PASSWORD}</code>.
      </Hint>
      <ul>
        {DEMO_USERS.map((user) => (
          <li key={user}>
            <Hint>{usernameOf(user)}</Hint>
          </li>
        ))}
      </ul>
    </details>
  )
}

const details = style({ font: 'ui' })
const summary = style({ cursor: 'pointer', marginBottom: 8 })
