import { Button } from '@react-spectrum/s2/Button'
import Settings from '@react-spectrum/s2/icons/Settings'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import type { MappedChange, SignOnDetails } from '#src/domain/sso/signOnRecord.ts'
import { Listing } from '../../lists/Listing.tsx'
import { TextLink } from '../../lists/TextLink.tsx'
import { signOn } from '../../queries/signOns.ts'
import { useSession } from '../../shell/useSession.ts'
import { Fact, Facts } from '../../ui/Facts.tsx'
import { Content, Hint, Prose, Row, Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { isTestWindow, tellTestEnded } from '../singleSignOn/testWindow.ts'
import { Checks } from './Checks.tsx'
import { outcomeOf, PURPOSE_LABEL } from './labels.ts'
import { Response } from './Response.tsx'

const route = getRouteApi('/signed-in/setup/system/single-sign-on/sign-ons/$id')

/** How one sign-on went, or **Test Connection** did (reference §7.5), with all there is to find out why. */
export function SignOnPage() {
  const query = useQuery(signOn(route.useParams().id))
  return (
    <>
      <PageHeader eyebrow="Single Sign-On (SSO)" title="Sign-on result" icon={<Settings />} />
      <Content>
        <Row>
          <TextLink to="/setup/system/single-sign-on/sign-ons">Back to recent sign-ons</TextLink>
        </Row>
        <Listing query={query} looking="Looking for the sign-on…" failure="The sign-on cannot be shown">
          {(details) => (
            <>
              <Outcome details={details} />
              {details.outcome === 'refused' && <Checks checks={details.checks} />}
              <Attributes details={details} />
              <Changes details={details} />
              {/* Where all of them passed, what came of it is the news. */}
              {details.outcome !== 'refused' && <Checks checks={details.checks} />}
              <Response xml={details.response} />
            </>
          )}
        </Listing>
      </Content>
    </>
  )
}

function Outcome({ details }: { details: SignOnDetails }) {
  const { timeZone } = useSession().user
  const { at, asOf, purpose, outcome, reason, user, nameId, address, userAgent } = details
  return (
    <Section title={outcome === 'tested' ? 'Success!' : outcomeOf(details).label}>
      {outcome === 'tested' && <p className={success}>You have successfully set up SAML 2.0!</p>}
      {outcome === 'refused' && (
        <Notice variant="negative" title={purpose === 'test' ? 'Why the test failed' : 'Why it was refused'}>
          {visible(reason)}
        </Notice>
      )}
      <Facts>
        <Fact label="When">
          <Time at={at} asOf={asOf} timeZone={timeZone} />
        </Fact>
        <Fact label="Purpose">
          {PURPOSE_LABEL[purpose]}
          {purpose === 'test' && ', which signs nobody in and changes nobody'}
        </Fact>
        <Fact label="Who">
          {user ? (
            <Who user={user} isTest={purpose === 'test'} />
          ) : nameId ? (
            <>
              <bdi>{visible(nameId)}</bdi>, as the identity provider says
            </>
          ) : (
            'Nobody named'
          )}
        </Fact>
        <Fact label="IP address">{visible(address) || 'Unknown'}</Fact>
        <Fact label="Browser">{visible(userAgent) || 'Unknown'}</Fact>
      </Facts>
      {purpose === 'test' && <TestWindow />}
    </Section>
  )
}

function Who({ user: { id, name, isNew }, isTest }: { user: NonNullable<SignOnDetails['user']>; isTest: boolean }) {
  // A test provisions nobody, so there is no page of theirs to go to.
  if (isNew && isTest)
    return (
      <>
        <bdi>{visible(name)}</bdi>, who would get a user by Auto-Provision Users
      </>
    )
  return (
    <>
      <TextLink to="/users" search={{ user: id }}>
        <bdi>{visible(name) || 'No name'}</bdi>
      </TextLink>
      {isNew && ', who got a user by Auto-Provision Users'}
    </>
  )
}

/** What ends a test that has a window of its own: the screen it was begun from is told, and the window can be closed. */
function TestWindow() {
  const [isStuck, setStuck] = useState(false)
  useEffect(() => {
    if (isTestWindow()) tellTestEnded()
  }, [])
  if (!isTestWindow()) return null
  return (
    <Row>
      <Button
        variant="secondary"
        onPress={() => {
          window.close()
          // A window that stays is one the browser does not let a page close.
          setTimeout(() => setStuck(true), 300)
        }}
      >
        Close
      </Button>
      <span role="status">{isStuck && <Hint>The browser does not allow it. Close this window yourself.</Hint>}</span>
    </Row>
  )
}

/** As the product shows them; the name of the person stands among them (reference §7.5). */
function Attributes({ details: { nameId, attributes } }: { details: SignOnDetails }) {
  const rows = [...(nameId === null ? [] : [{ name: '$$NAMEID', values: [nameId] }]), ...attributes]
  return (
    <Titled title="Attributes">
      {(id) =>
        rows.length === 0 ? (
          <Hint>No attribute could be read from the response.</Hint>
        ) : (
          <>
            <Prose>
              These are what the response says of the person. The names on the left can be used as Directory Attribute
              in Map User Attributes.
            </Prose>
            <Table labelledBy={id} columns={['Attribute Name', 'Value']}>
              {rows.map(({ name, values }, index) => (
                // Nothing keeps a provider from naming an attribute twice, and the list does not change.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={index}>
                  <RowHead>
                    <div className={attribute}>
                      <bdi>{visible(name)}</bdi>
                    </div>
                  </RowHead>
                  <Cell>{values.length === 0 ? <Hint>Empty</Hint> : <Values values={values} />}</Cell>
                </tr>
              ))}
            </Table>
          </>
        )
      }
    </Titled>
  )
}

function Values({ values }: { values: string[] }) {
  return values.map((value, index) => (
    // Values may repeat, and do not change.
    // oxlint-disable-next-line react/no-array-index-key
    <div key={index}>
      <bdi>{visible(value)}</bdi>
    </div>
  ))
}

function Changes({ details: { changes, purpose, outcome } }: { details: SignOnDetails }) {
  if (changes.length === 0) return null
  const isDone = purpose === 'sign-on' && outcome === 'signed-on'
  return (
    <Titled title={isDone ? 'What the mapping made of it' : 'What the mapping would make of it'}>
      {(id) => (
        <Table labelledBy={id} columns={['Workfront User Attribute', 'Before', 'After', 'From']}>
          {changes.map((change) => (
            <tr key={change.attribute}>
              <RowHead>{change.attribute}</RowHead>
              <Cell>
                <div className={value}>
                  {change.before ? <bdi>{visible(change.before)}</bdi> : <Hint>Nothing</Hint>}
                </div>
              </Cell>
              <Cell>
                <div className={value}>
                  <After change={change} />
                </div>
              </Cell>
              <Cell>
                <div className={attribute}>{visible(change.source)}</div>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Titled>
  )
}

function After({ change: { before, after } }: { change: MappedChange }) {
  if (after === null || after === before) return <Hint>{before === null ? 'Stays empty' : 'Stays as it is'}</Hint>
  return after === '' ? <Hint>Nothing</Hint> : <bdi className={changed}>{visible(after)}</bdi>
}

/** A section whose title also names what is in it. */
function Titled({ title, children }: { title: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={column}>
      <h2 id={id} className={heading}>
        {title}
      </h2>
      {children(id)}
    </div>
  )
}

const success = style({ font: 'title', margin: 0 })
// Cells break anywhere, so a column shrinks as far as a long one beside it drives it.
const attribute = style({ minWidth: 112 })
const value = style({ minWidth: 80 })
const changed = style({ fontWeight: 'bold' })
const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'heading', margin: 0 })
