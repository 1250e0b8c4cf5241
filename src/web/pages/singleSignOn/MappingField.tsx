import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { lazy, Suspense, useRef, useState } from 'react'
import { useController, useWatch, type Control } from 'react-hook-form'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import { Hint, Row, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { FIELD_LABEL, mappingsLabel } from './labels.ts'

const MappingPanel = lazy(() => import('./MappingPanel.tsx'))

interface Props {
  control: Control<SsoSettings>
  /** Of the settings that the form began with. */
  version: number
}

/** An open panel: what the mappings were when it was opened, and as it has told them last. */
interface Open {
  before: AttributeMapping[]
  told: AttributeMapping[]
  version: number
}

/**
 * **Map User Attributes**. What is edited in the panel is in the form at once, so that no save, no leaving and no end of
 * a session loses it; the panel's Cancel puts back what was there before.
 */
export function MappingField({ control, version }: Props) {
  const { field, fieldState } = useController({ control, name: 'mappings' })
  const provisionsUsers = useWatch({ control, name: 'provisionsUsers' })
  const [open, setOpen] = useState<Open | null>(null)
  const opener = useRef<{ focus(): void } | null>(null)
  // Saved, or put back by the page's Cancel: the panel would show something else than the form has.
  if (open && (open.version !== version || textOf(open.told) !== textOf(field.value))) setOpen(null)

  function close(): void {
    setOpen(null)
    // Once it is no longer disabled.
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <Stack>
      <span className={label}>{FIELD_LABEL.mappings}</span>
      <Row>
        <ActionButton
          ref={(button) => {
            opener.current = button
            field.ref(button && { focus: () => button.focus() })
          }}
          isDisabled={open !== null}
          onPress={() => setOpen({ before: field.value, told: field.value, version })}
        >
          Map User Attributes
        </ActionButton>
        <Hint>{mappingsLabel(field.value)}</Hint>
      </Row>
      {fieldState.error && (
        <Notice variant="negative" title="The mappings cannot be saved" isLive>
          {fieldState.error.message ?? 'Open them and look for what is marked.'}
        </Notice>
      )}
      {open && (
        <div className={panel}>
          <Suspense fallback={<Hint>Loading…</Hint>}>
            <MappingPanel
              mappings={open.before}
              provisionsUsers={provisionsUsers}
              isRefused={fieldState.invalid}
              onEdit={(told) => {
                setOpen({ ...open, told })
                field.onChange(told)
              }}
              onDone={close}
              onCancel={() => {
                field.onChange(open.before)
                close()
              }}
            />
          </Suspense>
        </div>
      )}
    </Stack>
  )
}

const textOf = (mappings: AttributeMapping[]) => JSON.stringify(mappings)

const label = style({ font: 'ui', color: 'neutral-subdued' })
const panel = style({ width: 'full' })
