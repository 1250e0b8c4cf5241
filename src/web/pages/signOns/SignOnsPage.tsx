import Settings from '@react-spectrum/s2/icons/Settings'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import type { SignOnList } from '#src/domain/sso/signOnRecord.ts'
import { Listing } from '../../lists/Listing.tsx'
import { TextLink } from '../../lists/TextLink.tsx'
import { signOns } from '../../queries/signOns.ts'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint } from '../../ui/layout.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { outcomeOf, whoOf } from './labels.ts'

const COLUMNS = ['Date and time', 'Who', 'Outcome', 'Reason']

/** Setup > System > Single Sign-On (SSO) > Recent sign-ons: how each went, so that an administrator can say why somebody does not get in. */
export function SignOnsPage() {
  const query = useQuery(signOns())
  return (
    <>
      <PageHeader eyebrow="Single Sign-On (SSO)" title="Recent sign-ons" icon={<Settings />} />
      <Content isWide>
        <div>
          <TextLink to="/setup/system/single-sign-on">Back to Single Sign-On (SSO)</TextLink>
        </div>
        <Listing query={query} looking="Looking for sign-ons…" failure="Recent sign-ons cannot be shown">
          {(list) => <SignOns {...list} />}
        </Listing>
      </Content>
    </>
  )
}

function SignOns({ signOns, asOf }: SignOnList) {
  const { timeZone } = useSession().user
  const title = useId()
  return (
    <div className={column}>
      <h2 id={title} className={heading}>
        Sign-ons and tests
      </h2>
      <Hint>
        Of the last 30 days the last fifty are kept. One that never came back from the identity provider is not here.
      </Hint>
      {signOns.length === 0 ? (
        <p className={none}>
          Nobody has come through the identity provider yet. Test Connection in Single Sign-On (SSO) is the safest way
          to be the first.
        </p>
      ) : (
        <Table labelledBy={title} columns={COLUMNS}>
          {signOns.map((signOn) => {
            const { id, at, user, reason } = signOn
            const { light, label } = outcomeOf(signOn)
            const who = whoOf(signOn)
            return (
              <tr key={id}>
                <RowHead>
                  <div className={when}>
                    <TextLink to="/setup/system/single-sign-on/sign-ons/$id" params={{ id }}>
                      <Time at={at} asOf={asOf} timeZone={timeZone} />
                    </TextLink>
                  </div>
                </RowHead>
                <Cell>
                  <div className={person}>
                    {who === null ? <Hint>Nobody named</Hint> : <bdi>{visible(who)}</bdi>}
                    {user?.isNew && <Hint>New</Hint>}
                  </div>
                </Cell>
                <Cell>
                  <StatusLight variant={light} styles={style({ minWidth: 96 })}>
                    {label}
                  </StatusLight>
                </Cell>
                <Cell>
                  <div className={why}>{visible(reason)}</div>
                </Cell>
              </tr>
            )
          })}
        </Table>
      )}
    </div>
  )
}

// Cells break anywhere, so a column shrinks as far as a long one beside it drives it.
const when = style({ minWidth: 136 })
const person = style({ minWidth: 128, maxWidth: 280 })
const why = style({ minWidth: 320 })
const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'heading', margin: 0 })
const none = style({ font: 'body', margin: 0 })
