import { ActionButton } from '@react-spectrum/s2/ActionButton'
import Copy from '@react-spectrum/s2/icons/Copy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { visible } from '#src/domain/certificateDetails.ts'
import { MAX_KEPT_RESPONSE } from '#src/domain/sso/signOnRecord.ts'
import { Hint, Section } from '../../ui/layout.tsx'
import { useClipboard } from '../../ui/useClipboard.ts'
import { indent } from './indent.ts'

/** What the identity provider sent: laid out to be read, and copied as it came. */
export function Response({ xml }: { xml: string }) {
  const { copy, isBlocked } = useClipboard('Response copied')
  return (
    <Section title="SAML 2.0 response">
      {xml === '' ? (
        <Hint>There is none to show.</Hint>
      ) : (
        <>
          <div className={bar}>
            <Hint>As the identity provider sent it, decoded, with line breaks added for reading.</Hint>
            <ActionButton styles={style({ flexShrink: 0 })} onPress={() => void copy(xml)}>
              <Copy />
              <Text>Copy response</Text>
            </ActionButton>
          </div>
          {xml.length >= MAX_KEPT_RESPONSE && <Hint>It is longer than this; only its start is kept.</Hint>}
          {isBlocked && <Hint>The browser did not allow copying. Select the text and copy it by hand.</Hint>}
          {/* Focusable, because it scrolls. */}
          <pre tabIndex={0} role="region" aria-label="Decoded response" dir="ltr" className={box}>
            {indent(xml).map(visible).join('\n')}
          </pre>
        </>
      )}
    </Section>
  )
}

const bar = style({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 8,
  justifyContent: 'space-between',
  alignItems: 'center',
})
const box = style({
  font: 'code-sm',
  margin: 0,
  padding: 16,
  maxHeight: 480,
  overflow: 'auto',
  borderRadius: 'lg',
  backgroundColor: 'layer-1',
})
