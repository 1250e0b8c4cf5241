import { lazy, useEffect } from 'react'
import { useCloseDialog, WhenOpen } from '../shell/openDialog.tsx'
import type { HelpTopic } from './topics.ts'

const loadDialog = () => import('./HelpDialog.tsx')
const HelpDialog = lazy(loadDialog)

/** What the `?` of a screen opens. */
export function ScreenHelp({ screen, topic }: { screen: string; topic: HelpTopic }) {
  const close = useCloseDialog()
  useEffect(() => void loadDialog(), [])
  return (
    <WhenOpen dialog="help">
      <HelpDialog screen={screen} topic={topic} onClose={() => close('help')} />
    </WhenOpen>
  )
}
