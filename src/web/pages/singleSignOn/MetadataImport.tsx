import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { FileTrigger } from '@react-spectrum/s2/FileTrigger'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId, useRef, useState } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { Populated } from '#src/domain/sso/populate.ts'
import { textFile } from '../../droppedFile.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { Hint, Row } from '../../ui/layout.tsx'
import { LongText } from '../../ui/LongText.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { MetadataPreview } from './MetadataPreview.tsx'
import { PASTED, useMetadata } from './useMetadata.ts'

const LABEL = 'Populate fields from Identity Provider Metadata'

interface Props {
  /** What is in the form. */
  current: Populated
  /** The backend's clock. */
  asOf: Instant
  onFill(values: Populated): void
}

/** **Populate fields from Identity Provider Metadata**: nothing touches the form before somebody has seen what will change. */
export default function MetadataImport({ current, asOf, onFill }: Props) {
  const metadata = useMetadata(asOf)
  const [isPasting, setPasting] = useState(false)
  const [text, setText] = useState('')
  const label = useId()
  const choose = useRef<{ focus(): void } | null>(null)
  const paste = useRef<{ focus(): void } | null>(null)

  function stopPasting(): void {
    setPasting(false)
    setText('')
  }
  async function readText(): Promise<void> {
    if (await metadata.read(textFile(text, PASTED))) stopPasting()
  }
  // The buttons go with what they are about.
  const focusBack = () => choose.current?.focus()

  return (
    <div role="group" aria-labelledby={label} className={column}>
      <span id={label} className={heading}>
        {LABEL}
      </span>
      <Row>
        <FileTrigger acceptedFileTypes={['.xml']} onSelect={(files) => void metadata.read(files?.[0] ?? null)}>
          <ActionButton
            ref={(button) => void (choose.current = button)}
            aria-label="Choose File, Identity Provider Metadata"
            isPending={metadata.isReading}
          >
            Choose File
          </ActionButton>
        </FileTrigger>
        <Hint>{metadata.fileName ? <bdi>{visible(metadata.fileName)}</bdi> : 'No File Chosen'}</Hint>
        <ActionButton
          ref={(button) => void (paste.current = button)}
          isDisabled={isPasting}
          onPress={() => setPasting(true)}
        >
          Paste XML
        </ActionButton>
        <FileDrop label="Drop or paste identity provider metadata here" onDrop={(items) => void metadata.drop(items)} />
      </Row>
      {isPasting && (
        <div role="group" aria-label="Paste XML" className={column}>
          <LongText label="Identity provider metadata, as XML" value={text} onChange={setText} />
          <Row>
            <ActionButton
              isDisabled={text.trim() === ''}
              isPending={metadata.isReading}
              onPress={() => void readText()}
            >
              Read
            </ActionButton>
            <ActionButton
              isQuiet
              onPress={() => {
                stopPasting()
                metadata.forget()
                // Once it is no longer disabled.
                requestAnimationFrame(() => paste.current?.focus())
              }}
            >
              Cancel
            </ActionButton>
          </Row>
        </div>
      )}
      {metadata.problem && (
        <Notice variant="negative" title="The metadata was not taken" isLive>
          {metadata.problem} The form stays as it is.
        </Notice>
      )}
      {metadata.providers.length > 0 && (
        <MetadataPreview
          key={metadata.attempt}
          providers={metadata.providers}
          current={current}
          asOf={asOf}
          onFill={(values) => {
            onFill(values)
            metadata.settle()
            focusBack()
            toast('The fields are filled in. Press Save to keep them.')
          }}
          onCancel={() => {
            metadata.forget()
            focusBack()
          }}
        />
      )}
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'ui', color: 'neutral-subdued' })
