import { zodResolver } from '@hookform/resolvers/zod'
import {
  useQueryClient,
  useSuspenseQuery,
  type UseMutationOptions,
  type UseSuspenseQueryOptions,
} from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm, useWatch, type DefaultValues, type FieldValues, type Path } from 'react-hook-form'
import type * as z from 'zod/mini'
import type { Instant } from '#src/domain/instant.ts'
import { failureOf, type ApiError } from '../http.ts'
import { useAct } from '../queries/useAct.ts'
import { useSession } from '../shell/useSession.ts'
import { toast } from '../ui/toast.tsx'
import { drafts } from './drafts.ts'

/** Which save the settings that the backend has are of. */
interface Save {
  version: number | string
  /** Left out where nobody keeps it. */
  savedAt?: Instant | null
  savedBy?: string | null
}

/** A screen whose settings are saved together. */
export interface SettingsScreen<Settings extends FieldValues, Info extends Settings & Save> {
  name: string
  schema: z.ZodMiniType<Settings, Settings>
  /** The product's label of each setting, in the order of the screen. */
  labels: Record<keyof Settings & string, string>
  /** A setting's value as people read it. */
  valueLabel(name: keyof Settings & string, settings: Settings): string
  query(): UseSuspenseQueryOptions<Info, ApiError, Info, string[]>
  save(): UseMutationOptions<Info, ApiError, Settings & { version: Info['version'] }>
  /** Settings that the backend may store in another case than they were sent in. */
  anyCase?: readonly (keyof Settings & string)[]
  /** Whether a save of `after` in place of `before`, which the backend has now, is to be asked about first. */
  mustAsk?(before: Info, after: Settings): boolean
}

/** Somebody else's save, as it differs from what the form began with. */
export interface SaveConflict {
  savedBy: string | null
  savedAt: Instant | null
  differences: { label: string; before: string; after: string; isMine: boolean }[]
  /** Whether a refused Save is what found it. */
  wasRefused: boolean
  /** Goes on from their settings, with one's own edits on top. */
  load(): void
}

/**
 * The form of a settings screen. `base` is what its fields are compared with and what a save is checked against;
 * `info` is what the backend has now. Where the two differ and somebody is editing, that is a conflict.
 */
export function useSettingsForm<Settings extends FieldValues, Info extends Settings & Save>(
  screen: SettingsScreen<Settings, Info>,
) {
  type Name = keyof Settings & string
  const { name: title, labels, valueLabel } = screen
  // The labels name every setting once.
  const fields = Object.keys(labels) as Name[]
  const settingsOf = (info: Settings) => Object.fromEntries(fields.map((name) => [name, info[name]])) as Settings
  const differing = (a: Settings, b: Settings) => fields.filter((name) => textOf(a[name]) !== textOf(b[name]))

  const { user } = useSession()
  const { queryKey } = screen.query()
  const draftName = queryKey.join(' ')
  const info = useSuspenseQuery(screen.query()).data
  const [start] = useState(() => {
    const draft = drafts.read<Settings, Info>(draftName)
    return draft?.userId === user.id ? draft : { base: info, values: settingsOf(info) }
  })
  // Not while rendering: React may throw a first rendering away and begin again, and the edits must still be there.
  useEffect(() => drafts.forget(draftName), [draftName])
  const [base, setBase] = useState(start.base)
  // Whole settings are good as defaults, which may be partial.
  const form = useForm({ resolver: zodResolver(screen.schema), defaultValues: start.values as DefaultValues<Settings> })
  const save = useAct(screen.save())
  const client = useQueryClient()
  // What is watched is partial only until every field is there.
  const values: Settings = { ...start.values, ...(useWatch({ control: form.control }) as Partial<Settings>) }
  const changed = differing(values, base)

  /**
   * Goes on from `next`. What was edited stays: against `base`, or, after a save, against what that save carried, so
   * that what is typed while it is under way is not lost either.
   */
  function adopt(next: Info, carried: Settings = base): void {
    const current = form.getValues()
    const mine = differing(current, carried)
    setBase(next)
    form.reset({ ...settingsOf(next), ...Object.fromEntries(mine.map((name) => [name, current[name]])) })
  }

  const isStored = (name: Name, latest: Settings, sent: Settings) =>
    screen.anyCase?.includes(name)
      ? textOf(latest[name]).toLowerCase() === textOf(sent[name]).toLowerCase()
      : textOf(latest[name]) === textOf(sent[name])

  const isOutdated = info.version !== base.version
  useEffect(() => {
    // The form is a store outside React, so what the backend now has can only be handed to it after rendering.
    // oxlint-disable-next-line react/set-state-in-effect
    if (isOutdated && changed.length === 0) adopt(info)
  })

  const [asked, setAsked] = useState<Settings | null>(null)

  const submit = form.handleSubmit((settings) => {
    if (screen.mustAsk?.(info, settings)) setAsked(settings)
    else send(settings)
  })

  function send(settings: Settings): void {
    const carried = form.getValues()
    const succeed = (saved: Info) => {
      adopt(saved, carried)
      toast(`${title} saved`)
    }
    save.mutate(
      { ...settings, version: base.version },
      {
        onSuccess: succeed,
        onError({ code, field, message }) {
          const name = fields.find((name) => name === field)
          if (name) form.setError(name as Path<Settings>, { message }, { shouldFocus: true })
          // Stale, and everything as it was meant to be: an earlier try had been carried out, only its answer was lost.
          const latest = client.getQueryData<Info>(queryKey)
          if (code === 'stale' && latest && fields.every((name) => isStored(name, latest, settings))) {
            save.reset()
            succeed(latest)
          }
        },
      },
    )
  }

  const isConflict = isOutdated && changed.length > 0 && !save.isPending && info.version !== save.data?.version
  const conflict: SaveConflict | null = isConflict
    ? {
        savedBy: info.savedBy ?? null,
        savedAt: info.savedAt ?? null,
        differences: differing(base, info).map((name) => ({
          label: labels[name],
          before: valueLabel(name, base),
          after: valueLabel(name, info),
          isMine: changed.includes(name),
        })),
        wasRefused: save.error?.code === 'stale',
        load: () => adopt(info),
      }
    : null
  const isOnField = fields.some((name) => name === save.error?.field)
  return {
    control: form.control,
    setValue: form.setValue,
    info,
    base,
    /** How many fields differ from `base`. */
    changes: changed.length,
    conflict,
    /** Why the last Save failed, unless the conflict or a field says it, or there is nothing left to save. */
    failure: conflict || isOnField || changed.length === 0 ? null : failureOf('Saving', save.error),
    isSaving: save.isPending,
    submit,
    /** What a Save is to be asked about, and the two ways on; null while there is nothing to ask. */
    question: asked && {
      settings: asked,
      goOn() {
        setAsked(null)
        send(asked)
      },
      dismiss: () => setAsked(null),
    },
    discard() {
      setBase(info)
      form.reset(settingsOf(info))
      save.reset()
    },
    keepDraft() {
      drafts.keep(draftName, { userId: user.id, base, values: form.getValues() })
    },
  }
}

/** A setting may be an object: two are equal when they say the same. */
const textOf = (setting: unknown): string => JSON.stringify(setting) ?? ''
