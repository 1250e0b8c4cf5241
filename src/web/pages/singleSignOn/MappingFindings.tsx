import { createContext, useContext, useDeferredValue, useEffect, useEffectEvent, useMemo, type ReactNode } from 'react'
import { useFormState, useWatch, type FieldPath, type UseFormReturn } from 'react-hook-form'
import { lintMappings, type MappingFinding } from '#src/domain/sso/mappingLint.ts'
import { Notice } from '../../ui/Notice.tsx'
import type { MappingForm } from './mappingForm.ts'

const Findings = createContext<MappingFinding[]>([])

interface Props {
  form: UseFormReturn<MappingForm>
  provisionsUsers: boolean
  children: ReactNode
}

/** Follows what is typed, so that the cards need not: whatever may concern more than the field it is typed into. */
export function MappingFindings({ form: { control, trigger }, provisionsUsers, children }: Props) {
  const mappings = useDeferredValue(useWatch({ control, name: 'mappings' }))
  const { errors } = useFormState({ control })
  // What is wrong with one field may be mended in it or in another. Nothing else is checked: a rule that was just added
  // is not wrong yet.
  const checkAgain = useEffectEvent(() => {
    // Errors are only ever set by the names of fields.
    const wrong = namesIn(errors) as FieldPath<MappingForm>[]
    if (wrong.length > 0) void trigger(wrong)
  })
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => checkAgain(), [mappings])
  const findings = useMemo(() => lintMappings(mappings, provisionsUsers), [mappings, provisionsUsers])
  return <Findings value={findings}>{children}</Findings>
}

/** What is missing for new users, above the cards. */
export function RequiredFinding() {
  const missing = useContext(Findings).find(({ kind }) => kind === 'required-missing')
  if (missing?.kind !== 'required-missing') return null
  return (
    <Notice variant="notice" title="New users cannot be made yet">
      Auto-Provision Users needs a directory attribute or a default value for {list(missing.attributes)}.
    </Notice>
  )
}

/** What is unusual about one card. */
export function CardFindings({ index }: { index: number }) {
  const findings = useContext(Findings).filter((finding) => 'mapping' in finding && finding.mapping === index)
  const rules = findings.flatMap((finding) => (finding.kind === 'rule-never-applies' ? finding.rule + 1 : []))
  return (
    <>
      {findings.some(({ kind }) => kind === 'attribute-mapped-twice') && (
        <Notice variant="notice" title="This mapping has no effect" isLive>
          A mapping above is of the same attribute, and only the first one counts.
        </Notice>
      )}
      {findings.some(({ kind }) => kind === 'access-level-mapped') && (
        <Notice variant="notice" title="Mapping the access level is discouraged" isLive>
          At every sign-on it overwrites the access level that was set here, and it can strip administrators of their
          rights.
        </Notice>
      )}
      {rules.length > 0 && (
        <Notice
          variant="notice"
          title={rules.length === 1 ? `Rule ${rules[0]} never applies` : `Rules ${list(rules.map(String))} never apply`}
          isLive
        >
          Whatever the directory sends, an earlier rule holds too and comes first.
        </Notice>
      )}
    </>
  )
}

/** The names of the fields that have one of `errors`, which are kept as the fields are: in lists, some of them with gaps. */
const namesIn = (errors: object, path = ''): string[] =>
  Object.entries(errors).flatMap(([key, inner]: [string, object | undefined]) => {
    if (!inner) return []
    const name = path + key
    return 'message' in inner ? [name] : namesIn(inner, `${name}.`)
  })

const list = (parts: string[]) => new Intl.ListFormat('en-US').format(parts)
