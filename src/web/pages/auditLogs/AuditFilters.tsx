import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useMemo, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { auditActions, auditTypes } from '#src/domain/audit.ts'
import { AuditFilter } from '#src/domain/auditLog.ts'
import { Picker } from '../../forms/Picker.tsx'
import { TextField } from '../../forms/TextField.tsx'
import type { AskedFilter } from '../../queries/audit.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Row } from '../../ui/layout.tsx'

/** What stands for every type and for every action: a drop-down has no empty choice. */
const ALL = 'all'

const fieldsOf = ({ action = ALL, type = ALL, user = '', from = '', to = '' }: AskedFilter) => ({
  action,
  type,
  user,
  from,
  to,
})

/** What is blank is not asked. */
const filterOf = (fields: ReturnType<typeof fieldsOf>): AskedFilter =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== ALL))

/** The fields, checked as the filter that they are. */
const Fields = z
  .object({ action: z.string(), type: z.string(), user: z.string(), from: z.string(), to: z.string() })
  .check(({ value, issues }) => {
    for (const { path, message } of AuditFilter.safeParse(filterOf(value)).error?.issues ?? [])
      issues.push({ code: 'custom', message, path, input: value })
  })

interface Props {
  /** The filter that is in force. */
  filter: AskedFilter
  onApply: (filter: AskedFilter) => void
  /** What else can be done with what is found. */
  children: ReactNode
}

/** The filters of the audit log, which count once they are applied. */
export function AuditFilters({ filter, onApply, children }: Props) {
  const { platformMode, user } = useSession()
  // Another address is another filter; what is being edited stays where only a record is opened.
  const form = useForm({ resolver: zodResolver(Fields), values: fieldsOf(filter) })
  const { control } = form
  const types = useMemo(() => auditTypes(platformMode), [platformMode])
  const typeOptions = useMemo(() => [[ALL, 'All Log Types'] as const, ...same(types)], [types])
  const actionOptions = useMemo(() => [[ALL, 'All Actions'] as const, ...same(auditActions(types))], [types])
  const submit = form.handleSubmit((fields) => onApply(filterOf(fields)))
  const clear = () => {
    form.reset(fieldsOf({}))
    onApply({})
  }
  return (
    <form aria-label="Filters" onSubmit={(event) => void submit(event)} noValidate className={column}>
      <div className={fields}>
        <Picker control={control} name="action" label="Action Type" options={actionOptions} />
        <Picker control={control} name="type" label="Log Type" options={typeOptions} />
        <TextField control={control} name="user" label="Users" type="search" />
        <TextField control={control} name="from" label="From" type="date" />
        <TextField control={control} name="to" label="To" type="date" />
      </div>
      <Hint>
        Users takes any part of a name. Days and times are those of your time zone, {user.timeZone}, and To is included.
      </Hint>
      <Row>
        <Button variant="primary" type="submit">
          Apply
        </Button>
        <ActionButton onPress={clear}>Clear</ActionButton>
        {children}
      </Row>
    </form>
  )
}

const same = <Name extends string>(names: readonly Name[]) => names.map((name) => [name, name] as const)

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const fields = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', sm: '1fr 1fr', lg: '[1fr 1fr 1.4fr 1fr 1fr]' },
  columnGap: 16,
  rowGap: 12,
  alignItems: 'start',
})
