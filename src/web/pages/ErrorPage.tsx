import { Button } from '@react-spectrum/s2/Button'
import { LinkButton } from '@react-spectrum/s2/LinkButton'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../http.ts'
import { FullPage } from '../ui/FullPage.tsx'
import { Row } from '../ui/layout.tsx'

/** Where a page could not be shown: what happened, another try, and the way home. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  const [isTrying, setTrying] = useState(false)
  if (error instanceof ApiError && error.code === 'forbidden')
    return (
      <FullPage title="You have no access to this page">
        <p>{error.message}</p>
        <LinkButton href="/">Go to Home</LinkButton>
      </FullPage>
    )
  const tryAgain = async () => {
    setTrying(true)
    reset()
    await router.invalidate()
    setTrying(false)
  }
  return (
    <FullPage title="This page cannot be shown">
      {/* An error that is not the backend's is ours: its text would help nobody but us. */}
      <p>{error instanceof ApiError ? error.message : 'Something in Latchkey broke. Your data is not affected.'}</p>
      <Row>
        <Button variant="accent" isPending={isTrying} onPress={() => void tryAgain()}>
          Try again
        </Button>
        <LinkButton variant="secondary" href="/">
          Go to Home
        </LinkButton>
      </Row>
    </FullPage>
  )
}
