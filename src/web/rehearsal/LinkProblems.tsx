import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Stack } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { dismissProblems, useLinkProblems } from './link.ts'

/** What was wrong with the scenario link that was opened. */
export default function LinkProblems() {
  const problems = useLinkProblems()
  if (problems.length === 0) return null
  return (
    <div className={place}>
      <Notice variant="notice" title="This link could not be followed as written" isLive>
        <Stack>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <span>
            What could be followed is open. <a href={`${import.meta.env.BASE_URL}flows`}>All scenarios and links</a>
          </span>
          <Button variant="secondary" onPress={dismissProblems}>
            Dismiss
          </Button>
        </Stack>
      </Notice>
    </div>
  )
}

const place = style({ padding: 16, overflowWrap: 'anywhere' })
