import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useEffectEvent, type ReactNode } from 'react'
import { FormFooter } from '../ui/FormFooter.tsx'
import { Content } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { loadToasts } from '../ui/toast.tsx'
import type { useSettingsForm } from './useSettingsForm.ts'

const loadUnsaved = () => import('./unsaved.tsx')
const Conflict = lazy(() => loadUnsaved().then(({ Conflict }) => ({ default: Conflict })))
const LeaveDialog = lazy(() => loadUnsaved().then(({ LeaveDialog }) => ({ default: LeaveDialog })))

interface Props {
  form: Pick<
    ReturnType<typeof useSettingsForm>,
    'changes' | 'conflict' | 'failure' | 'isSaving' | 'question' | 'submit' | 'discard' | 'keepDraft'
  >
  children: ReactNode
}

/**
 * The body of a settings screen: its fields, **Save** and **Cancel**, what became of a save, and a question before
 * edits are left behind. A session that ends takes nobody's edits along.
 */
export function SettingsForm({ form, children }: Props) {
  const { changes, conflict, failure, isSaving, question, submit, discard, keepDraft } = form
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      if (changes === 0 || current.pathname === next.pathname) return false
      if (next.pathname !== '/sign-in') return true
      keepDraft()
      return false
    },
    enableBeforeUnload: changes > 0,
    withResolver: true,
  })
  const isLeaving = leaving.status === 'blocked'
  // One question at a time: whoever leaves has no need of the other.
  const dropQuestion = useEffectEvent(() => question?.dismiss())
  useEffect(() => {
    if (isLeaving) dropQuestion()
  }, [isLeaving])
  useEffect(() => void Promise.all([loadUnsaved(), loadToasts()]), [])
  return (
    <>
      <form onSubmit={(event) => void submit(event)} noValidate className={page}>
        <Content>
          {children}
          {conflict && (
            <Suspense>
              <Conflict {...conflict} />
            </Suspense>
          )}
          {failure && (
            <Notice variant="negative" title={failure.title} isLive autoFocus>
              {failure.message}
            </Notice>
          )}
        </Content>
        <FormFooter changes={changes} isSaving={isSaving} onCancel={discard} />
      </form>
      {leaving.status === 'blocked' && (
        <Suspense>
          <LeaveDialog changes={changes} isSaving={isSaving} onLeave={leaving.proceed} onStay={leaving.reset} />
        </Suspense>
      )}
    </>
  )
}

const page = style({ display: 'flex', flexDirection: 'column', flexGrow: 1, justifyContent: 'space-between' })
