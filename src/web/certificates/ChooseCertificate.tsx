import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { FileTrigger } from '@react-spectrum/s2/FileTrigger'
import { FileDrop } from '../ui/FileDrop.tsx'
import { Hint } from '../ui/layout.tsx'
import type { useCertificateFile } from './useCertificateFile.ts'

const FILE_TYPES = ['.cer', '.crt', '.pem', '.der']

interface Props {
  file: Pick<ReturnType<typeof useCertificateFile>, 'choose' | 'drop' | 'isReading'>
  /** What the button says. */
  children: string
  /** Beside the button. */
  note?: string
  /** The same, and which certificate it is about. */
  label: string
  dropLabel: string
  buttonRef(button: { focus(): void } | null): void
}

/** The ways to a certificate file: a button, and a place to drop or paste it. */
export function ChooseCertificate({ file, children, note, label, dropLabel, buttonRef }: Props) {
  return (
    <>
      <FileTrigger acceptedFileTypes={FILE_TYPES} onSelect={(files) => void file.choose(files?.[0] ?? null)}>
        <ActionButton ref={buttonRef} aria-label={label} isPending={file.isReading}>
          {children}
        </ActionButton>
      </FileTrigger>
      {note && <Hint>{note}</Hint>}
      <FileDrop label={dropLabel} onDrop={(items) => void file.drop(items)} />
    </>
  )
}
