import { Button } from '@react-spectrum/s2/Button'
import Settings from '@react-spectrum/s2/icons/Settings'
import { useEffect, useEffectEvent } from 'react'
import { failureOf } from '../../http.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import { beginSignOn } from '../../queries/signOn.ts'
import { useAct } from '../../queries/useAct.ts'
import { Content, Hint, Row, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { markTestWindow } from './testWindow.ts'

/** Where the window of **Test Connection** begins: it leaves for the identity provider at once (reference §7.5). */
export function TestConnection() {
  const { mutate, error, isIdle, isPending } = useAct(beginSignOn())
  const begin = () => mutate({ purpose: 'test', next: '/setup/system/single-sign-on' })
  const beginAtOnce = useEffectEvent(() => {
    markTestWindow()
    begin()
  })
  useEffect(() => beginAtOnce(), [])
  const failure = failureOf('The test', error)
  const isOnTheWay = isIdle || isPending
  return (
    <>
      <PageHeader eyebrow="Single Sign-On (SSO)" title="Test Connection" icon={<Settings />} />
      <Content>
        <Stack>
          {failure && (
            <Notice variant="negative" title={failure.title} level={2} isLive>
              {failure.message}
            </Notice>
          )}
          <span role="status">{isOnTheWay && <Hint>On the way to the identity provider…</Hint>}</span>
          <Row>
            {/* Also for whoever has come back by the browser's own button. */}
            {!isOnTheWay && (
              <Button variant="secondary" onPress={begin}>
                Try again
              </Button>
            )}
            <TextLink to="/setup/system/single-sign-on">Back to Single Sign-On (SSO)</TextLink>
          </Row>
        </Stack>
      </Content>
    </>
  )
}
