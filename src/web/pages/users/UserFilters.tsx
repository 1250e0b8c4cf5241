import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import type { ReactNode } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import * as z from 'zod/mini'
import { KEY_FILTERS, USER_STATUSES, UserFilter } from '#src/domain/userList.ts'
import { Picker } from '../../forms/Picker.tsx'
import { TextField } from '../../forms/TextField.tsx'
import type { AskedUsers } from '../../queries/users.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Row } from '../../ui/layout.tsx'
import { KEYS_LABEL, STATUS_LABEL } from './labels.ts'

/** What stands for everybody: a drop-down has no empty choice. */
const ALL = 'all'

const fieldsOf = ({ search = '', status = ALL, keys = ALL, since = '' }: AskedUsers) => ({
  search,
  status,
  keys,
  since,
})

/** What is blank is not asked, and a day only where it says since when. */
const filterOf = ({ since, ...fields }: ReturnType<typeof fieldsOf>): AskedUsers => {
  const all = fields.keys === 'unused-since' ? { ...fields, since } : fields
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '' && value !== ALL))
}

/** The fields, checked as the filter that they are. */
const Fields = z
  .object({ search: z.string(), status: z.string(), keys: z.string(), since: z.string() })
  .check(({ value, issues }) => {
    for (const { path, message } of UserFilter.safeParse(filterOf(value)).error?.issues ?? [])
      issues.push({ code: 'custom', message, path, input: value })
  })

const STATUS_OPTIONS = [[ALL, 'Any status'] as const, ...USER_STATUSES.map((one) => [one, STATUS_LABEL[one]] as const)]
const KEYS_OPTIONS = [
  [ALL, 'With or without a key'] as const,
  ...KEY_FILTERS.map((one) => [one, KEYS_LABEL[one]] as const),
]

interface Props {
  /** The filter that is in force. */
  filter: AskedUsers
  onApply: (filter: AskedUsers) => void
  /** What else can be done with whom it leaves. */
  children: ReactNode
}

/** The filters of the list, which count once they are applied. */
export function UserFilters({ filter, onApply, children }: Props) {
  const { timeZone } = useSession().user
  // Another address is another filter.
  const form = useForm({ resolver: zodResolver(Fields), values: fieldsOf(filter) })
  const { control } = form
  const keys = useWatch({ control, name: 'keys' })
  const submit = form.handleSubmit((fields) => onApply(filterOf(fields)))
  const clear = () => {
    form.reset(fieldsOf({}))
    onApply({})
  }
  return (
    <form role="search" aria-label="Filters" onSubmit={(event) => void submit(event)} noValidate className={column}>
      <div className={fields}>
        <TextField control={control} name="search" label="Search" type="search" />
        <Picker control={control} name="status" label="Status" options={STATUS_OPTIONS} />
        <Picker control={control} name="keys" label="Keys" options={KEYS_OPTIONS} />
        {keys === 'unused-since' && <TextField control={control} name="since" label="Since" type="date" />}
      </div>
      <Hint>
        Search takes any part of a name, a user name or an e-mail address.
        {keys === 'unused-since' && ` Days are those of your time zone, ${timeZone}.`}
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

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const fields = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', sm: '1fr 1fr', lg: '[2fr 1fr 1fr 1fr]' },
  columnGap: 16,
  rowGap: 12,
  alignItems: 'start',
})
