import type { Check, CheckName, SignOnRecord, SignOnSummary } from '#src/domain/sso/signOnRecord.ts'

export const CHECK_LABEL: Record<CheckName, string> = {
  readable: 'Response',
  status: 'Status',
  assertion: 'Assertion',
  signature: 'Signature',
  issuer: 'Issuer',
  destination: 'Destination',
  recipient: 'Recipient',
  request: 'Request',
  audience: 'Audience',
  time: 'Time',
  replay: 'Used once',
  identifier: 'User identifier',
  user: 'User',
  mapping: 'Attribute mapping',
}

export const CHECK_OUTCOME: Record<Check['outcome'], string> = {
  passed: 'Passed',
  failed: 'Failed',
  'not-made': 'Not made',
}

export const PURPOSE_LABEL: Record<SignOnRecord['purpose'], string> = { 'sign-on': 'Sign-on', test: 'Test Connection' }

/** How a sign-on went, as a word with the light beside it. */
export function outcomeOf({ outcome, purpose }: Pick<SignOnRecord, 'outcome' | 'purpose'>) {
  switch (outcome) {
    case 'signed-on':
      return { light: 'positive', label: 'Signed on' } as const
    case 'tested':
      return { light: 'positive', label: 'Test passed' } as const
    case 'refused':
      return { light: 'negative', label: purpose === 'test' ? 'Test failed' : 'Refused' } as const
  }
}

/** Whose sign-on it is, as far as that is known: by name, else by what the identity provider calls them. */
export const whoOf = ({ user, nameId }: Pick<SignOnSummary, 'user' | 'nameId'>): string | null =>
  user?.name || nameId || null
