import { ComboBoxItem } from '@react-spectrum/s2/ComboBox'
import { Text } from '@react-spectrum/s2/Text'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import type { UserAttribute } from '#src/domain/sso/attributeMapping.ts'
import { ACCESS_LEVELS } from '#src/domain/user.ts'
import { ComboBox } from '../../forms/ComboBox.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { people, person } from '../../queries/people.ts'
import type { MappingForm } from './mappingForm.ts'

interface Props {
  control: Control<MappingForm>
  name: `mappings.${number}.defaultValue` | `mappings.${number}.rules.${number}.result`
  /** What the value is of. */
  attribute: UserAttribute | null
  label?: string
  'aria-label'?: string
  /** Where there is something to choose. */
  placeholder: string
}

/** A value that an attribute may get: one of a list where the attribute is a reference, and text otherwise. */
export function ValueField({ attribute, placeholder, ...props }: Props) {
  switch (attribute) {
    case 'Access Level':
      return (
        <ComboBox {...props} placeholder={placeholder} defaultItems={LEVELS}>
          {({ id }) => <ComboBoxItem id={id}>{id}</ComboBoxItem>}
        </ComboBox>
      )
    case 'Manager':
      return <ManagerField {...props} placeholder={placeholder} />
    default:
      return <TextField {...props} autoComplete="off" />
  }
}

export const isReference = (attribute: UserAttribute | null): boolean =>
  attribute === 'Access Level' || attribute === 'Manager'

const LEVELS = ACCESS_LEVELS.map((id) => ({ id }))

/** Somebody, found while their name is typed and held by user ID. */
function ManagerField(props: Omit<Props, 'attribute'>) {
  const id = useWatch({ control: props.control, name: props.name })
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const found = useQuery({ ...people(useDeferredValue(search)), enabled: isOpen })
  const chosen = useQuery({ ...person(id), enabled: Boolean(id) })
  const list = found.data?.people ?? []
  // Whoever is chosen is always among the items: the field takes their name from there.
  const items = chosen.data && !list.some((item) => item.id === id) ? [...list, chosen.data] : list
  const error = found.error ?? chosen.error
  return (
    <ComboBox
      {...props}
      items={items}
      loadingState={found.isLoading ? 'loading' : found.isFetching ? 'filtering' : 'idle'}
      description={error?.message}
      onInputChange={setSearch}
      onOpenChange={(isOpen, trigger) => {
        setOpen(isOpen)
        // Not those of the name that is already there.
        if (trigger === 'manual') setSearch('')
      }}
    >
      {({ id, name, username }) => (
        <ComboBoxItem id={id} textValue={name}>
          <Text slot="label">{name}</Text>
          <Text slot="description">{username}</Text>
        </ComboBoxItem>
      )}
    </ComboBox>
  )
}
