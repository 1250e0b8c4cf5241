import { Button } from '@react-spectrum/s2/Button'
import { Link } from '@react-spectrum/s2/Link'
import { Radio, RadioGroup } from '@react-spectrum/s2/RadioGroup'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useForm, type Control } from 'react-hook-form'
import { attributesOf, DIRECTORY, type DirectoryEntry } from '#src/rehearsal/directory.ts'
import { usernameOf } from '#src/rehearsal/organisation.ts'
import { TextField } from '../../forms/TextField.tsx'
import { isTestWindow } from '../../pages/singleSignOn/testWindow.ts'
import { useAct } from '../../queries/useAct.ts'
import { Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { answerSignOn } from './answerSignOn.ts'
import { PROVIDER, StandInCard } from './StandInCard.tsx'

/** Where people come to sign on: they say who they are, and whatever they say is believed. */
export function SignOnPage({ request }: { request: string | null }) {
  return (
    <StandInCard>
      {request === null ? (
        <>
          <Notice variant="notice" title="Nobody asked who you are" level={2}>
            {PROVIDER} answers a request that Latchkey sends people with. Begin at the sign-in page while single sign-on
            is enabled, or with Test Connection in Single Sign-On (SSO).
          </Notice>
          <Link href="/sign-in">Go to the sign-in page</Link>
        </>
      ) : (
        <SignIn request={request} />
      )}
    </StandInCard>
  )
}

const SOMEBODY_ELSE = 'somebody-else'

interface Answer {
  nameId: string
  givenName: string
  surname: string
  mail: string
  title: string
  /** Several, with commas between them. */
  memberOf: string
}
const NOBODY: Answer = { nameId: '', givenName: '', surname: '', mail: '', title: '', memberOf: '' }

/** As the form has it. */
function answerOf({ nameId, attributes }: DirectoryEntry): Answer {
  const said = Object.fromEntries(attributes.map(({ name, values }) => [name, values.join(', ')]))
  return { ...NOBODY, ...said, nameId }
}

function SignIn({ request }: { request: string }) {
  const signIn = useAct(answerSignOn())
  const [chosen, setChosen] = useState<string>(DIRECTORY[0]?.user ?? SOMEBODY_ELSE)
  const entry = DIRECTORY.find(({ user }) => user === chosen)
  const form = useForm({ defaultValues: entry ? answerOf(entry) : NOBODY })
  const choose = (user: string) => {
    const entry = DIRECTORY.find((entry) => entry.user === user)
    setChosen(user)
    form.reset(entry ? answerOf(entry) : NOBODY)
  }
  const submit = form.handleSubmit(({ nameId, memberOf, ...person }) =>
    signIn.mutate({
      request,
      nameId,
      attributes: attributesOf({ ...person, memberOf: memberOf.split(',').map((group) => group.trim()) }),
    }),
  )
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={fields}>
      <p className={plain}>
        This page stands in for the identity provider of the demo organisation and believes whatever you say. It signs
        its answer with a key of its own, and Latchkey checks that signature as any other’s.
      </p>
      <RadioGroup label="Who are you?" value={chosen} onChange={choose} styles={wide}>
        {DIRECTORY.map(({ user, name }) => (
          <Radio key={user} value={user}>
            {/* One element, which Spectrum puts beside the circle. */}
            <span>
              {name} <span className={email}>{usernameOf(user)}</span>
            </span>
          </Radio>
        ))}
        <Radio value={SOMEBODY_ELSE}>Somebody else</Radio>
      </RadioGroup>
      {entry ? (
        <details>
          <summary className={summary}>What it sends</summary>
          <div className={fields}>
            <AnswerFields control={form.control} />
          </div>
        </details>
      ) : (
        <AnswerFields control={form.control} />
      )}
      {signIn.error && (
        <Notice variant="negative" title="You are not signed in" level={2} isLive>
          {signIn.error.message}
        </Notice>
      )}
      <Row>
        <Button variant="accent" type="submit" isPending={signIn.isPending}>
          Sign in
        </Button>
        {/* Whoever is not signed in finds the way here again, and is not led it at once. */}
        <Link href={isTestWindow() ? '/setup/system/single-sign-on' : '/sign-in'}>Cancel</Link>
      </Row>
    </form>
  )
}

/** All that is said of somebody. None is required: what a sign-on lacks is there to be rehearsed. */
function AnswerFields({ control }: { control: Control<Answer> }) {
  return (
    <>
      <TextField control={control} name="nameId" label="User name (NameID)" autoComplete="off" />
      <TextField control={control} name="givenName" label="First name" description="givenName" autoComplete="off" />
      <TextField control={control} name="surname" label="Last name" description="surname" autoComplete="off" />
      <TextField
        control={control}
        name="mail"
        label="E-mail address"
        description="mail. Leave it empty to see what a missing one does."
        autoComplete="off"
      />
      <TextField control={control} name="title" label="Title" description="title" autoComplete="off" />
      <TextField
        control={control}
        name="memberOf"
        label="Groups"
        description="memberOf, several with commas between them."
        autoComplete="off"
      />
    </>
  )
}

const plain = style({ margin: 0 })
const fields = style({ display: 'flex', flexDirection: 'column', rowGap: 20 })
const wide = style({ width: 'full' })
const email = style({ color: 'neutral-subdued', overflowWrap: 'anywhere' })
const summary = style({ cursor: 'pointer', marginBottom: 12 })
