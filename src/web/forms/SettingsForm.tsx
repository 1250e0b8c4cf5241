import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { lazy, Suspense, useEffect, type ReactNode } from 'react'
import { FormFooter } from '../ui/FormFooter.tsx'
import { Content } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { loadToasts } from '../ui/toast.tsx'
import { LeaveGuard, loadUnsaved } from './LeaveGuard.tsx'
import type { useSettingsForm } from './useSettingsForm.ts'

const Conflict = lazy(() => loadUnsaved().then(({ Conflict }) => ({ default: Conflict })))

interface Props {
  form: Pick<
    ReturnType<typeof useSettingsForm>,
    'changes' | 'conflict' | 'failure' | 'isSaving' | 'question' | 'submit' | 'discard' | 'keepDraft'
  >
  /** As `LeaveGuard` has it. */
  editedBy?: string
  children: ReactNode
}

/**
 * The body of a settings screen: its fields, **Save** and **Cancel**, what became of a save, and a question before
 * edits are left behind. A session that ends takes nobody's edits along.
 */
export function SettingsForm({ form, editedBy, children }: Props) {
  const { changes, conflict, failure, isSaving, question, submit, discard, keepDraft } = form
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
      <LeaveGuard
        changes={changes}
        isSaving={isSaving}
        editedBy={editedBy}
        // One question at a time: whoever leaves has no need of the other.
        onAsk={() => question?.dismiss()}
        onSignedOut={keepDraft}
      />
    </>
  )
}

const page = style({ display: 'flex', flexDirection: 'column', flexGrow: 1, justifyContent: 'space-between' })
