import { Button } from '@react-spectrum/s2/Button'
import Settings from '@react-spectrum/s2/icons/Settings'
import { useEffect } from 'react'
import { failureOf } from '../../http.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import { beginTest } from '../../queries/signOns.ts'
import { useAct } from '../../queries/useAct.ts'
import { Content, Hint, Row, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { markTestWindow } from './testWindow.ts'

/** Where the window of **Test Connection** begins: it leaves for the identity provider at once (reference §7.5). */
export function TestConnection() {
  const { mutate, data, error, isPending } = useAct({
    ...beginTest(),
    onSuccess({ goTo }) {
      if (goTo !== null) window.location.assign(goTo)
    },
  })
  useEffect(() => {
    markTestWindow()
    mutate()
    // Once for each time the page is opened: `mutate` is another function at each rendering.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  const failure = failureOf('The test', error)
  const isNowhere = data?.goTo === null
  return (
    <>
      <PageHeader eyebrow="Single Sign-On (SSO)" title="Test Connection" icon={<Settings />} />
      <Content>
        <Stack>
          {failure || isNowhere ? (
            <Notice variant="negative" title={failure?.title ?? 'The test did not happen'} level={2} isLive>
              {failure?.message ?? 'There is no identity provider to go to. Look at the settings and try again.'}
            </Notice>
          ) : (
            <span role="status">
              <Hint>
                {data ? 'On the way to the identity provider…' : 'Asking for a sign-on at the identity provider…'}
              </Hint>
            </span>
          )}
          {/* Also for whoever comes back by the browser's own button. */}
          {(failure ?? data) && (
            <Row>
              <Button variant="secondary" isPending={isPending} onPress={() => mutate()}>
                Try again
              </Button>
              <TextLink to="/setup/system/single-sign-on">Single Sign-On (SSO)</TextLink>
            </Row>
          )}
        </Stack>
      </Content>
    </>
  )
}
