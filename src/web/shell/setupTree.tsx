import Settings from '@react-spectrum/s2/icons/Settings'
import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

export interface SetupGroup {
  label: string
  icon: ReactNode
  screens: { label: string; to: NonNullable<LinkProps['to']>; about: string }[]
}

/** What Setup offers, in the product's order (reference §3); only what works is here. */
export const SETUP_TREE: SetupGroup[] = [
  {
    label: 'System',
    icon: <Settings />,
    screens: [
      {
        label: 'Customer Info',
        to: '/setup/system/customer-info',
        about: 'Administrator e-mail, time zone, locale, and API keys: their expiry, your own, all of them',
      },
    ],
  },
]
