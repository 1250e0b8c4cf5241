import Apps from '@react-spectrum/s2/icons/Apps'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { SCENARIOS } from '#src/rehearsal/scenarios.ts'
import { STATES } from '#src/rehearsal/states/catalogue.ts'
import { linkTo, type State } from '#src/rehearsal/states/state.ts'
import { STEP_IDS, STEPS } from '#src/rehearsal/states/steps.ts'
import { Content, Hint, Prose, Section } from '../ui/layout.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

// Without the slash at its end: every address below begins with one.
const base = import.meta.env.BASE_URL.replace(/\/$/, '')

/** For designers: every step of the product built so far, and a link to each of its states. */
export function FlowsPage() {
  return (
    <main>
      <PageHeader eyebrow="Rehearsal" title="Flows" icon={<Apps />} />
      <Content>
        <Prose>
          <p className={plain}>
            Each link opens one state with data of its own and signs you in. Opening it again starts over; a reload goes
            on. Add <code>&amp;now=2027-03-01T09:30:00.000Z</code> to set the clock, <code>&amp;as=second.admin</code>{' '}
            to be somebody else.
          </p>
        </Prose>
        <Section title="Steps">
          <ul className={steps}>
            {STEP_IDS.map((id) => (
              <li key={id} className={row}>
                <h3 className={heading}>
                  <span className={badge}>{id}</span> {STEPS[id]}
                </h3>
                <Links states={STATES.filter((state) => state.steps.includes(id))} />
              </li>
            ))}
          </ul>
        </Section>
        <Section title="Other states">
          <Links states={STATES.filter((state) => state.steps.length === 0)} />
        </Section>
        <Section title="Scenarios">
          <dl className={scenarios}>
            {Object.entries(SCENARIOS).map(([name, { about }]) => (
              <div key={name}>
                <dt>
                  <a href={`${base}/?scenario=${name}`} className={anchor}>
                    {name}
                  </a>
                </dt>
                <dd className={plain}>
                  <Hint>{about}</Hint>
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      </Content>
    </main>
  )
}

function Links({ states }: { states: State[] }) {
  return (
    <ul className={links}>
      {states.map((state) => (
        <li key={state.name}>
          {/* A page load, because a scenario begins with one. */}
          <a href={base + linkTo(state)} className={anchor}>
            {state.name}
          </a>
        </li>
      ))}
    </ul>
  )
}

const plain = style({ margin: 0 })
const steps = style({
  margin: 0,
  padding: 0,
  listStyleType: 'none',
  display: 'flex',
  flexDirection: 'column',
  rowGap: 20,
})
const row = style({ display: 'flex', flexDirection: 'column', rowGap: 4 })
const heading = style({ font: 'title-sm', margin: 0 })
const badge = style({ font: 'code-sm', color: 'neutral-subdued' })
const links = style({
  margin: 0,
  padding: 0,
  listStyleType: 'none',
  display: 'flex',
  flexWrap: 'wrap',
  columnGap: 20,
  // Far enough apart to be pressed one by one (WCAG 2.5.8).
  rowGap: 8,
})
const anchor = style({ font: 'ui', color: 'accent' })
const scenarios = style({
  margin: 0,
  display: 'grid',
  gridTemplateColumns: { default: '1fr', '@media (min-width: 720px)': '1fr 1fr' },
  columnGap: 40,
  rowGap: 12,
})
