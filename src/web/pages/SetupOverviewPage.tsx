import Settings from '@react-spectrum/s2/icons/Settings'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useSetupTree } from '../shell/setupTree.tsx'
import { Content, Prose, Section } from '../ui/layout.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

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
                  <dd className={about}>{screen.about}</dd>
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
