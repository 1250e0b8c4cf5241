import History from '@react-spectrum/s2/icons/History'
import Settings from '@react-spectrum/s2/icons/Settings'
import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from './useSession.ts'

export interface SetupGroup {
  label: string
  icon: ReactNode
  screens: SetupScreen[]
}

interface SetupScreen {
  label: string
  to: NonNullable<LinkProps['to']>
  /** Of something that Adobe's Admin Console manages where the organisation uses it (reference §2.2). */
  isClassicOnly?: true
}

const SETUP_TREE: SetupGroup[] = [
  {
    label: 'System',
    icon: <Settings />,
    screens: [
      {
        label: 'Customer Info',
        to: '/setup/system/customer-info',
      },
      {
        label: 'Single Sign-On (SSO)',
        to: '/setup/system/single-sign-on',
      },
      {
        label: 'Update Users For SSO',
        to: '/setup/system/update-users-for-sso',
        isClassicOnly: true,
      },
      {
        label: 'Authentication',
        to: '/setup/system/authentication',
        isClassicOnly: true,
      },
    ],
  },
  {
    label: 'Change Tracking',
    icon: <History />,
    screens: [
      {
        label: 'Audit Logs',
        to: '/setup/change-tracking/audit-logs',
      },
    ],
  },
]

/** What Setup offers, in the product's order (reference §3); only what works is here. */
export function useSetupTree(): SetupGroup[] {
  const { platformMode } = useSession()
  return SETUP_TREE.map(({ screens, ...group }) => ({
    ...group,
    screens: screens.filter(({ isClassicOnly }) => platformMode === 'classic' || !isClassicOnly),
  }))
}
