import { ProgressBar } from '@react-spectrum/s2/ProgressBar'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { failureOf, type ApiError } from '../../http.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { counted, number } from '../../ui/counted.ts'
import { ImportConsequences } from './ImportConsequences.tsx'
import type { Review } from './review.ts'

interface Props {
  review: Review
  act: { isPending: boolean; error: ApiError | null }
  onConfirm: () => void
  onCancel: () => void
}

/** Asks once before an update: it writes over what there is. */
export default function UpdateDialog({ review, act, onConfirm, onCancel }: Props) {
  const { counts, consequences } = review
  const users = counted(counts.update, 'user')
  return (
    <ConfirmDialog
      title={`Update ${users}?`}
      confirmLabel={`Update ${users}`}
      isPending={act.isPending}
      failure={failureOf('The update', act.error)}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        {consequences.replaced === 0
          ? 'None of them has another SSO username now.'
          : `${number(consequences.replaced)} of them ${consequences.replaced === 1 ? 'has' : 'have'} another SSO username now, which is replaced.`}{' '}
        Either all of them are updated or nobody is.
      </p>
      <ImportConsequences review={review} />
      {act.isPending && <ProgressBar label={`Updating ${users}`} isIndeterminate styles={style({ width: 'full' })} />}
    </ConfirmDialog>
  )
}
