import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

/** A link in running text or in a table that goes on from the address as it is. Spectrum's takes whole addresses only. */
export const TextLink = createLink(({ children, ...props }: ComponentProps<'a'>) => (
  <a {...props} className={link}>
    {children}
  </a>
))

const link = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  font: 'ui',
  borderRadius: 'sm',
  color: 'accent',
  textDecoration: { default: 'underline', ':hover': 'none' },
})
