import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { CustomerSettings, type CustomerInfo } from '#src/domain/customer.ts'
import { saveCustomerInfo } from '../../queries/customerInfo.ts'
import { useSession } from '../../shell/useSession.ts'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../useAct.ts'
import { FIELDS } from './labels.ts'

/** Edits whose author was signed out in the middle of them; they come back with that user, for as long as the page lives. */
let draft: { userId: string; base: CustomerInfo; values: CustomerSettings } | null = null

/**
 * The form of Customer Info. `base` is what its fields are compared with and what a save is checked against;
 * `info` is what the backend has now. Where the two differ and somebody is editing, that is a conflict.
 */
export function useCustomerInfoForm(info: CustomerInfo) {
  const { user } = useSession()
  const [start] = useState(() => {
    const kept = draft?.userId === user.id ? draft : null
    draft = null
    return kept ?? { base: info, values: CustomerSettings.parse(info) }
  })
  const [base, setBase] = useState(start.base)
  const form = useForm({ resolver: zodResolver(CustomerSettings), defaultValues: start.values })
  const save = useAct(saveCustomerInfo())
  const values = { ...start.values, ...useWatch({ control: form.control }) }
  const changed = FIELDS.filter((name) => values[name] !== base[name])

  /** Goes on from `next`, keeping what the user has changed and what was not part of `settled`. */
  function adopt(next: CustomerInfo, settled?: CustomerSettings): void {
    const current = form.getValues()
    const mine = FIELDS.filter((name) => current[name] !== base[name] && current[name] !== settled?.[name])
    setBase(next)
    form.reset({ ...CustomerSettings.parse(next), ...Object.fromEntries(mine.map((name) => [name, current[name]])) })
  }

  const isOutdated = info.version !== base.version
  useEffect(() => {
    // The form is a store outside React, so what the backend now has can only be handed to it after rendering.
    // oxlint-disable-next-line react/set-state-in-effect
    if (isOutdated && changed.length === 0) adopt(info)
  })

  const submit = form.handleSubmit((settings) => {
    const typed = form.getValues()
    save.mutate(
      { ...settings, version: base.version },
      {
        onSuccess: (saved) => {
          adopt(saved, typed)
          toast('Customer Info saved')
        },
        onError: ({ field, message }) => {
          const name = FIELDS.find((name) => name === field)
          if (name) form.setError(name, { message }, { shouldFocus: true })
        },
      },
    )
  })

  return {
    form,
    base,
    /** The fields that differ from `base`. */
    changed,
    /** Somebody else saved while this form was being edited. */
    conflict: isOutdated && changed.length > 0 && !save.isPending && info.version !== save.data?.version,
    save,
    submit,
    adopt,
    discard() {
      setBase(info)
      form.reset(CustomerSettings.parse(info))
      save.reset()
    },
    keepDraft() {
      draft = { userId: user.id, base, values: form.getValues() }
    },
  }
}
