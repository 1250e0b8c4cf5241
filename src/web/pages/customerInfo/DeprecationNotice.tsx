import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { ALTERNATIVES } from '../../help/alternatives.ts'
import { Columns } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** The product's banner on API keys (B1–B5, reference §9). It cannot be dismissed. */
export function DeprecationNotice() {
  return (
    <Notice variant="informative" title="Important: the /login endpoint and API keys are no longer recommended">
      <Columns>
        <div>
          Instead, use one of the following authentication methods:
          <ul className={list}>
            <li>Server authentication with JWT</li>
            <li>User authentication with OAuth2</li>
          </ul>
        </div>
        <div>
          To set them up, see:
          <ul className={list}>
            {Object.entries(ALTERNATIVES).map(([topic, title]) => (
              <li key={topic}>
                <Link href={`/help/${topic}`}>{title}</Link>
              </li>
            ))}
          </ul>
        </div>
      </Columns>
    </Notice>
  )
}

// The gap keeps the links far enough apart to be pressed one by one (WCAG 2.5.8).
const list = style({
  marginTop: 8,
  marginBottom: 0,
  paddingStart: 20,
  display: 'flex',
  flexDirection: 'column',
  rowGap: 4,
})
