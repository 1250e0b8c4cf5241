import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Checkbox } from '@react-spectrum/s2/Checkbox'
import Copy from '@react-spectrum/s2/icons/Copy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { TextField } from '@react-spectrum/s2/TextField'
import { useState } from 'react'
import { useController, type Control } from 'react-hook-form'
import type { SsoInfo, SsoSettings } from '#src/domain/sso/settings.ts'
import { FieldHelp } from '../../ui/FieldHelp.tsx'
import { Hint } from '../../ui/layout.tsx'
import { useClipboard } from '../../ui/useClipboard.ts'
import { FIELD_LABEL } from './labels.ts'

interface Props {
  control: Control<SsoSettings>
  info: SsoInfo
}

const label = FIELD_LABEL.serviceProviderId

/**
 * The ID made from the domain; ticking the box makes another of it (reference §7.2). The product greys it; here it can be
 * read and copied, because the identity provider needs it.
 */
export function ServiceProviderId({ control, info }: Props) {
  const { field, fieldState } = useController({ control, name: 'serviceProviderId' })
  const isOwn = field.value !== null
  // Ticked again, it is what it was.
  const [last, setLast] = useState(info.defaultServiceProviderId)
  const { copy, isBlocked } = useClipboard(`${label} copied`)
  return (
    <div className={column}>
      <div className={line}>
        <div className={beside}>
          <Checkbox
            aria-label="Use another Service Provider ID"
            isSelected={isOwn}
            onChange={(isTicked) => {
              if (field.value !== null) setLast(field.value)
              field.onChange(isTicked ? last : null)
            }}
            onBlur={field.onBlur}
          />
        </div>
        <TextField
          ref={(element) => field.ref(element && { focus: () => element.focus() })}
          label={label}
          value={field.value ?? info.defaultServiceProviderId}
          onChange={field.onChange}
          onBlur={field.onBlur}
          isReadOnly={!isOwn}
          isRequired
          autoComplete="off"
          validationBehavior="aria"
          isInvalid={fieldState.invalid}
          errorMessage={fieldState.error?.message}
          contextualHelp={
            <FieldHelp label={label}>
              The entity ID by which the identity provider knows this environment. Tick the box to use another one than
              the one made from the domain.
            </FieldHelp>
          }
          styles={style({ flexGrow: 1, minWidth: 0 })}
        />
        <div className={beside}>
          <ActionButton
            aria-label={`Copy: ${label}`}
            onPress={() => void copy(field.value ?? info.defaultServiceProviderId)}
          >
            <Copy />
          </ActionButton>
        </div>
      </div>
      {isBlocked && <Hint>The browser did not allow copying. Select the text and copy it by hand.</Hint>}
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 8, maxWidth: 640 })
const line = style({ display: 'flex', alignItems: 'start', columnGap: 8 })
// In line with the field, whatever stands below it; its label is above.
const beside = style({ display: 'flex', alignItems: 'center', height: 32, marginTop: 24, flexShrink: 0 })
