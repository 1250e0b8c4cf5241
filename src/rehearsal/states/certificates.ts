import { choose } from './files.ts'
import { screen } from './state.ts'

const REQUIRE = 'Require X.509 Certificate for API logins'
const EXPIRES_SOON = 'The current X.509 certificate for API logins expires soon'

/** Customer Info: **X.509 Certificate**. */
export const CERTIFICATE_STATES = screen('/setup/system/customer-info', 'Customer Info', {
  'Certificate, requirement ticked': {
    press: [REQUIRE],
    steps: ['X3', 'X4', 'X8'],
    shows: [
      'When you save, some logins are refused',
      'None chosen yet',
      'API logins with a password in the last 30 days',
    ],
    ticked: [REQUIRE],
  },
  'Certificate missing': {
    press: [REQUIRE, 'Save'],
    steps: ['X3'],
    shows: 'Choose the certificate that logins must carry',
  },
  'Certificate, help': {
    press: [`${REQUIRE} Help`],
    heading: REQUIRE,
    steps: ['X3'],
    shows: 'no proof that the sender has its private key',
  },
  'Certificate file refused': {
    press: [REQUIRE, choose('not-a-certificate')],
    steps: ['X5'],
    shows: 'no certificate',
  },
  'Certificate required': {
    scenario: 'certificate-required',
    steps: ['X4', 'X5', 'X7', 'X9'],
    shows: ['Valid until', 'northwind-integrations.pem', 'Such logins are refused now.'],
    ticked: [REQUIRE],
  },
  'Certificate, report only': {
    scenario: 'certificate-report-only',
    steps: ['X9'],
    shows: 'would have been refused',
  },
  'Certificate and the next one': {
    scenario: 'certificate-rollover',
    steps: ['X5'],
    shows: ['northwind-integrations-renewed.pem', 'Valid from'],
  },
  'Certificate, next one in use': {
    scenario: 'certificate-next-valid',
    steps: ['X10'],
    shows: 'northwind-integrations-renewed.pem',
  },
  'Certificate retired': {
    scenario: 'certificate-next-valid',
    press: ['Retire'],
    steps: ['X10'],
    shows: 'are no longer recognised, and are refused',
  },
  'Certificate no longer required': {
    scenario: 'certificate-required',
    press: [REQUIRE, 'Save'],
    steps: ['X7'],
    shows: 'Customer Info saved',
  },
  'Certificate expires soon': { scenario: 'certificate-expiring', steps: ['X7'], shows: EXPIRES_SOON },
  'Certificate expired': {
    scenario: 'expired-certificate',
    steps: ['X7'],
    shows: ['The current X.509 certificate for API logins has expired', 'are still let through'],
  },
  'Certificate details': {
    scenario: 'certificate-required',
    dialog: 'certificate',
    heading: 'Details of the current certificate',
    steps: ['X6'],
    shows: ['Subject Organization Unit', 'Before you trust it'],
  },
  'Next certificate details': {
    scenario: 'certificate-rollover',
    dialog: 'next-certificate',
    heading: 'Details of the next certificate',
    steps: ['X6'],
    shows: 'northwind-integrations-renewed.pem',
  },
})
