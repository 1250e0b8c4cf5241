import { Badge } from '@react-spectrum/s2/Badge'
import Code from '@react-spectrum/s2/icons/Code'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Fragment, useEffect, useRef, type ReactNode } from 'react'
import { Example } from '../help/Example.tsx'
import { apiReference, type Operation, type Schema } from '../queries/apiReference.ts'
import { session } from '../queries/session.ts'
import { Content, Prose, Section } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

/** The Workfront-compatible API, as its own description has it. For anybody: it needs no sign-in. */
export function ApiReferencePage() {
  const { info, servers, paths, components } = useSuspenseQuery(apiReference()).data
  // Read by anybody, so nobody is sent away for not being signed in.
  const { data: signedIn, isPending } = useQuery(session())
  const main = useRef<HTMLElement>(null)
  // Outside the chrome, whose navigation would do this.
  useEffect(() => main.current?.querySelector('h1')?.focus({ preventScroll: true }), [])

  const base = servers[0]?.url ?? ''
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: base + path,
      operation,
    })),
  )
  const failures = new Map(
    calls.flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { description }]) =>
        status === '200' ? [] : [[status, description] as const],
      ),
    ),
  )
  return (
    <>
      <nav aria-label="Latchkey" className={bar}>
        <span className={name}>Latchkey</span>
        {!isPending && <Link href={signedIn ? '/' : '/sign-in'}>{signedIn ? 'Home' : 'Log In'}</Link>}
      </nav>
      <main ref={main}>
        <PageHeader eyebrow="Help" title="API reference" icon={<Code />} />
        <Content>
          {signedIn?.platformMode === 'ims' && (
            <Notice variant="informative" title="Your organisation uses Adobe IMS" level={2}>
              Calls with a user name and password are refused.
            </Notice>
          )}
          <Prose>
            <p>{info.description}</p>
            <p>
              <Link href="/help">All help pages</Link>
            </p>
          </Prose>
          <Section title="How a call is made">
            <Prose>
              <p>
                Parameters come in the address or as a form; edits also as JSON. With <Inline>method=PUT</Inline> any
                request counts as a PUT, so every call can be typed into an address bar. A success has its answer in{' '}
                <Inline>data</Inline>, a failure has <Inline>class</Inline> and <Inline>message</Inline> in{' '}
                <Inline>error</Inline>.
              </p>
              <p>The caller is identified by the first of these that is present:</p>
            </Prose>
            <Terms>
              <Term name="username, password">
                Wherever there are both. Sent as a form, they stay out of addresses. Where the organisation requires an
                X.509 certificate, apiCertificate goes with them; without it the answer is 500.
              </Term>
              {Object.values(components.securitySchemes).map(({ in: place, name, description }) => (
                <Term key={place + name} name={place === 'cookie' ? 'Cookie' : `${name} (${place})`}>
                  {description}
                </Term>
              ))}
            </Terms>
          </Section>
          <Section title="Calls">
            <ul className={contents}>
              {calls.map(({ operation: { operationId, summary } }) => (
                <li key={operationId}>
                  <a href={`#${operationId}`} className={anchor}>
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
            {calls.map((call) => (
              <Call key={call.operation.operationId} {...call} />
            ))}
          </Section>
          <Section title="Failures">
            <Terms>
              {[...failures]
                .toSorted(([a], [b]) => Number(a) - Number(b))
                .map(([status, description]) => (
                  <Term key={status} name={status}>
                    {description}
                  </Term>
                ))}
            </Terms>
          </Section>
          <Section title="Fields of USER">
            <Properties schema={components.schemas['User']} />
          </Section>
          <Section title="Fields of USER that can be edited">
            <Properties schema={components.schemas['UserEdit']} />
          </Section>
          <Section title="What a login answers">
            <Properties schema={components.schemas['LoggedIn']} />
          </Section>
        </Content>
      </main>
    </>
  )
}

function Call({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const answer = responses['200']
  return (
    <article id={operationId} aria-labelledby={`${operationId}-title`} className={call}>
      <h3 id={`${operationId}-title`} className={heading}>
        {summary}
      </h3>
      <div className={address}>
        <Badge variant={method === 'GET' ? 'informative' : 'neutral'} fillStyle="subtle">
          {method}
        </Badge>
        <code className={pathStyle}>{path}</code>
      </div>
      <p className={plain}>{description}</p>
      {(parameters.length > 0 || requestBody) && (
        <>
          <h4 className={label}>Parameters</h4>
          <Terms>
            {parameters.map(({ name, required, description: about, schema }) => (
              <Term key={name} name={name} type={`${typeOf(schema)}${required ? ', required' : ''}`}>
                {about}
              </Term>
            ))}
            {requestBody && (
              <Term name="Body" type={typeOf(requestBody.content['application/json'].schema)}>
                As JSON
              </Term>
            )}
          </Terms>
        </>
      )}
      {operation['x-codeSamples'].map(({ source }) => (
        <Fragment key={source}>
          <h4 className={label}>Example</h4>
          <Example label={`Example: ${summary}`}>{source}</Example>
        </Fragment>
      ))}
      <h4 className={label}>Answer</h4>
      <Terms>
        <Term name="200" type={typeOf(answer?.content['application/json'].schema.properties?.['data'])}>
          {answer?.description}
        </Term>
      </Terms>
      <p className={small}>
        Failures:{' '}
        {Object.keys(responses)
          .filter((status) => status !== '200')
          .join(', ')}
      </p>
    </article>
  )
}

/** What each field of an object is. */
const Properties = ({ schema }: { schema: Schema | undefined }) => (
  <Terms>
    {Object.entries(schema?.properties ?? {}).map(([name, field]) => (
      <Term key={name} name={name} type={typeOf(field)}>
        {field.description}
      </Term>
    ))}
  </Terms>
)

const Terms = ({ children }: { children: ReactNode }) => <dl className={terms}>{children}</dl>

function Term({ name, type, children }: { name: string; type?: string; children: ReactNode }) {
  return (
    <>
      <dt className={term}>
        <code className={code}>{name}</code>
        {type && <span className={kind}>{type}</span>}
      </dt>
      <dd className={meaning}>{children}</dd>
    </>
  )
}

const Inline = ({ children }: { children: string }) => <code className={inline}>{children}</code>

const OBJECTS: Record<string, string> = { UserEdit: 'fields of USER', User: 'USER', LoggedIn: 'session' }

/** A schema in a few words. */
function typeOf(schema: Schema | undefined): string {
  if (!schema) return ''
  const { type, enum: values, const: value, $ref, anyOf, allOf, items, properties } = schema
  if ($ref) {
    const name = $ref.split('/').at(-1) ?? ''
    return OBJECTS[name] ?? name
  }
  if (value !== undefined) return String(value)
  // Identifiers say nothing by themselves; what they stand for is in the description.
  if (values) return values.every((one) => /^[0-9a-f]{32}$/.test(one)) ? 'ID' : values.join(' | ')
  if (anyOf) return anyOf.map(typeOf).join(' or ')
  if (allOf) return allOf.map(typeOf).join(' and ')
  if (type === 'array') return `list of ${typeOf(items)}`
  if (type === 'object' && properties) return `{ ${Object.keys(properties).join(', ')} }`
  return [type ?? []].flat().join(' or ')
}

const bar = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  height: 44,
  paddingX: { default: 16, sm: 32 },
  font: 'ui',
})
const name = style({ font: 'title', fontWeight: 'extra-bold' })
const plain = style({ font: 'body', margin: 0, overflowWrap: 'anywhere' })
const small = style({ font: 'ui', margin: 0 })
const inline = style({ font: 'code-sm' })
const call = style({
  display: 'flex',
  flexDirection: 'column',
  rowGap: 12,
  paddingTop: 24,
  borderTopWidth: 1,
  borderBottomWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  minWidth: 0,
})
const heading = style({ font: 'heading-sm', margin: 0 })
const label = style({ font: 'title-sm', margin: 0, marginTop: 8 })
const address = style({ display: 'flex', columnGap: 12, rowGap: 4, flexWrap: 'wrap', alignItems: 'center' })
const pathStyle = style({ font: 'code-sm', overflowWrap: 'anywhere' })
const contents = style({
  margin: 0,
  paddingStart: 20,
  display: 'grid',
  gridTemplateColumns: { default: '1fr', '@media (min-width: 720px)': '1fr 1fr 1fr' },
  columnGap: 40,
  rowGap: 8,
})
const anchor = style({ font: 'ui', color: 'accent' })
const terms = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', '@media (min-width: 720px)': 'minmax(0, 18rem) minmax(0, 1fr)' },
  columnGap: 24,
  rowGap: { default: 4, '@media (min-width: 720px)': 8 },
  alignItems: 'baseline',
  margin: 0,
  font: 'ui',
})
const term = style({ display: 'flex', flexDirection: 'column', minWidth: 0 })
const code = style({ font: 'code-sm', fontWeight: 'bold', overflowWrap: 'anywhere' })
const kind = style({ font: 'ui-sm', color: 'neutral-subdued', overflowWrap: 'anywhere' })
const meaning = style({
  margin: 0,
  marginBottom: { default: 8, '@media (min-width: 720px)': 0 },
  overflowWrap: 'anywhere',
})
