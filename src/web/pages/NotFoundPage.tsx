import { LinkButton } from '@react-spectrum/s2/LinkButton'
import { FullPage } from '../ui/FullPage.tsx'

export function NotFoundPage() {
  return (
    <FullPage title="There is no such page">
      <p>The address may be mistyped, or the page may have moved.</p>
      <LinkButton href="/">Go to Home</LinkButton>
    </FullPage>
  )
}
