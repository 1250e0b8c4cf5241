import { visible } from '#src/domain/certificateDetails.ts'
import type { UserDetails } from '#src/domain/userList.ts'
import { Fact, Facts } from '../../ui/Facts.tsx'
import { Hint, Section } from '../../ui/layout.tsx'

/** What the identity provider said of somebody that no field here has. */
export function FromDirectory({ directory }: Pick<UserDetails, 'directory'>) {
  const facts = Object.entries(directory)
  if (facts.length === 0) return null
  return (
    <Section title="From the directory">
      <Facts>
        {facts.map(([attribute, value]) => (
          <Fact key={attribute} label={attribute}>
            <bdi>{visible(value)}</bdi>
          </Fact>
        ))}
      </Facts>
      <Hint>As the identity provider said when they last signed on. The next sign-on says it anew.</Hint>
    </Section>
  )
}
