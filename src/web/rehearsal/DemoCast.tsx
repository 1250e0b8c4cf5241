import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { DEMO_PASSWORD, DEMO_USERS, usernameOf } from '#src/rehearsal/organisation.ts'
import { Hint, Stack } from '../ui/layout.tsx'

interface Props {
  onChoose: (username: string, password: string) => void
}

/** On the sign-in page of a demo: whom one can be. Choosing somebody fills in the form, for people and for links. */
export default function DemoCast({ onChoose }: Props) {
  return (
    <details className={details}>
      <summary className={summary}>Demo organisation: who can sign in</summary>
      <Hint>
        Everybody’s password is <code>{DEMO_PASSWORD}</code>.
      </Hint>
      <Stack>
        {DEMO_USERS.map((user) => (
          <ActionButton key={user} isQuiet size="S" onPress={() => onChoose(usernameOf(user), DEMO_PASSWORD)}>
            {usernameOf(user)}
          </ActionButton>
        ))}
      </Stack>
    </details>
  )
}

const details = style({ font: 'ui' })
const summary = style({ cursor: 'pointer', marginBottom: 8 })
