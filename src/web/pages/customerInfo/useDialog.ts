import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { CustomerInfoDialog } from '../../router.tsx'

const route = getRouteApi('/signed-in/setup/system/customer-info')

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Set on the entry that opening a dialog added, so that closing can go back instead of adding another. */
    openedDialog?: true
  }
}

/** The dialog that is open, which is part of the address: a link opens it and Back closes it. */
export function useDialog() {
  const router = useRouter()
  const { dialog } = route.useSearch()
  const navigate = route.useNavigate()
  return {
    current: dialog,
    open: (dialog: CustomerInfoDialog) =>
      void navigate({ search: { dialog }, state: { openedDialog: true }, resetScroll: false }),
    close() {
      if (router.state.location.state.openedDialog) router.history.back()
      else void navigate({ search: {}, replace: true, resetScroll: false })
    },
  }
}

export type Dialog = ReturnType<typeof useDialog>
