import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { CustomerSettings, settingsOf, type CustomerInfo } from '#src/domain/customer.ts'
import { failureOf } from '../../http.ts'
import { customerInfo, saveCustomerInfo } from '../../queries/customerInfo.ts'
import { useSession } from '../../shell/useSession.ts'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../queries/useAct.ts'
import { FIELDS } from './labels.ts'

/** Edits whose author was signed out in the middle of them; they come back with that user, for as long as the page lives. */
let draft: { userId: string; base: CustomerInfo; values: CustomerSettings } | null = null

/**
 * The form of Customer Info. `base` is what its fields are compared with and what a save is checked against;
 * `info` is what the backend has now. Where the two differ and somebody is editing, that is a conflict.
 */
export function useCustomerInfoForm(info: CustomerInfo) {
  const { user } = useSession()
  const [start] = useState(() => (draft?.userId === user.id ? draft : { base: info, values: settingsOf(info) }))
  // Not while rendering: React may throw a first rendering away and begin again, and the edits must still be there.
  useEffect(() => {
    draft = null
  }, [])
  const [base, setBase] = useState(start.base)
  const form = useForm({ resolver: zodResolver(CustomerSettings), defaultValues: start.values })
  const save = useAct(saveCustomerInfo())
  const client = useQueryClient()
  const values = { ...start.values, ...useWatch({ control: form.control }) }
  const changed = FIELDS.filter((name) => values[name] !== base[name])

  /**
   * Goes on from `next`. What was edited stays: against `base`, or, after a save, against what that save carried, so
   * that what is typed while it is under way is not lost either.
   */
  function adopt(next: CustomerInfo, carried: CustomerSettings = base): void {
    const current = form.getValues()
    const mine = FIELDS.filter((name) => current[name] !== carried[name])
    setBase(next)
    form.reset({ ...settingsOf(next), ...Object.fromEntries(mine.map((name) => [name, current[name]])) })
  }

  const isOutdated = info.version !== base.version
  useEffect(() => {
    // The form is a store outside React, so what the backend now has can only be handed to it after rendering.
    // oxlint-disable-next-line react/set-state-in-effect
    if (isOutdated && changed.length === 0) adopt(info)
  })

  const submit = form.handleSubmit((settings) => {
    const carried = form.getValues()
    const succeed = (saved: CustomerInfo) => {
      adopt(saved, carried)
      toast('Customer Info saved')
    }
    save.mutate(
      { ...settings, version: base.version },
      {
        onSuccess: succeed,
        onError({ code, field, message }) {
          const name = FIELDS.find((name) => name === field)
          if (name) form.setError(name, { message }, { shouldFocus: true })
          // Stale, and everything as it was meant to be: an earlier try had been carried out, only its answer was lost.
          const latest = client.getQueryData(customerInfo().queryKey)
          if (code === 'stale' && latest && FIELDS.every((name) => sameSetting(latest[name], settings[name]))) {
            save.reset()
            succeed(latest)
          }
        },
      },
    )
  })

  const conflict = isOutdated && changed.length > 0 && !save.isPending && info.version !== save.data?.version
  const isOnField = FIELDS.some((name) => name === save.error?.field)
  return {
    form,
    base,
    /** The fields that differ from `base`. */
    changed,
    /** Somebody else saved while this form was being edited. */
    conflict,
    /** Why the last Save failed, unless the conflict or a field says it, or there is nothing left to save. */
    failure: conflict || isOnField || changed.length === 0 ? null : failureOf('Saving', save.error),
    isSaving: save.isPending,
    /** Whether a refused Save is what found the conflict. */
    wasRefused: save.error?.code === 'stale',
    submit,
    adopt,
    discard() {
      setBase(info)
      form.reset(settingsOf(info))
      save.reset()
    },
    keepDraft() {
      draft = { userId: user.id, base, values: form.getValues() }
    },
  }
}

/** An address is stored as its owner spells it, whatever the case it was typed in. */
const sameSetting = (a: string | boolean, b: string | boolean) => String(a).toLowerCase() === String(b).toLowerCase()
