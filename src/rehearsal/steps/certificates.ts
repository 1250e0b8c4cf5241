import { customerInfo, info, link, type Step } from './step.ts'

const REQUIRE = 'Require X.509 Certificate for API logins'

/** Customer Info: **X.509 Certificate**. */
export const CERTIFICATES: Step[] = [
  {
    id: 'X1',
    step: 'Only where the organisation does not use Adobe IMS',
    states: [
      {
        state: 'one line instead',
        href: info({ scenario: 'ims' }),
        heading: customerInfo,
        text: 'Certificates for API logins are managed where your organization manages sign-in',
      },
    ],
  },
  {
    id: 'X2',
    step: 'Get a certificate and keep its file',
    states: [
      {
        state: 'how to, in the help',
        href: link('/help/customer-info', { scenario: 'default' }),
        heading: 'Customer Info and API keys',
        text: 'openssl req',
      },
      {
        state: 'a sample to rehearse with',
        href: link('/', { scenario: 'default', press: ['User menu, Mara Lindqvist'] }),
        heading: 'Home',
        text: 'Download a sample certificate',
      },
    ],
  },
  {
    id: 'X3',
    step: 'Tick Require X.509 Certificate for API logins',
    states: [
      { state: 'before', href: info({ scenario: 'default' }), heading: customerInfo, text: REQUIRE, isTicked: false },
      {
        state: 'ticked: whose logins it would stop',
        href: info({ scenario: 'default', press: [REQUIRE] }),
        heading: customerInfo,
        text: 'When you save, some logins are refused',
      },
      {
        state: 'saved without a certificate',
        href: info({ scenario: 'default', press: [REQUIRE, 'Save'] }),
        heading: customerInfo,
        text: 'Choose the certificate that logins must carry',
      },
      {
        state: 'what the question mark says',
        href: info({ scenario: 'default', press: [`${REQUIRE} Help`] }),
        heading: REQUIRE,
        text: 'no proof that the sender has its private key',
      },
    ],
  },
  {
    id: 'X4',
    step: 'Change Certificate',
    states: [
      {
        state: 'nothing chosen yet',
        href: info({ scenario: 'default', press: [REQUIRE] }),
        heading: customerInfo,
        text: 'None chosen yet',
      },
      {
        state: 'one is there',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: 'Valid until',
      },
    ],
  },
  {
    id: 'X5',
    step: 'Choose the file',
    states: [
      {
        state: 'its name and how long it is valid',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: 'northwind-integrations.pem',
      },
      {
        state: 'current and next',
        href: info({ scenario: 'certificate-rollover' }),
        heading: customerInfo,
        text: 'northwind-integrations-renewed.pem',
      },
    ],
  },
  {
    id: 'X6',
    step: 'View Details',
    states: [
      {
        state: 'of the current certificate',
        href: info({ scenario: 'certificate-required', dialog: 'certificate' }),
        heading: 'Details of the current certificate',
        text: 'Subject Organization Unit',
      },
      {
        state: 'of the next one',
        href: info({ scenario: 'certificate-rollover', dialog: 'next-certificate' }),
        heading: 'Details of the next certificate',
        text: 'northwind-integrations-renewed.pem',
      },
    ],
  },
  {
    id: 'X7',
    step: 'Save: the certificate is required from then on',
    states: [
      {
        state: 'required',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: REQUIRE,
        isTicked: true,
      },
      {
        state: 'turning it off keeps the certificate',
        href: info({ scenario: 'certificate-required', press: [REQUIRE, 'Save'] }),
        heading: customerInfo,
        text: 'Customer Info saved',
      },
      {
        state: 'expires soon',
        href: info({ scenario: 'certificate-expiring' }),
        heading: customerInfo,
        text: 'The current X.509 certificate for API logins expires soon',
      },
      {
        state: 'expires soon, on Home',
        href: link('/', { scenario: 'certificate-expiring' }),
        heading: 'Home',
        text: 'The current X.509 certificate for API logins expires soon',
      },
      {
        state: 'has expired',
        href: info({ scenario: 'expired-certificate' }),
        heading: customerInfo,
        text: 'The current X.509 certificate for API logins has expired',
      },
    ],
  },
  {
    id: 'X8',
    step: 'Before that, a login needs no certificate',
    states: [
      {
        state: 'who logs in without one',
        href: info({ scenario: 'default', press: [REQUIRE] }),
        heading: customerInfo,
        text: 'API logins with a password in the last 30 days',
      },
    ],
  },
  {
    id: 'X9',
    step: 'After that, a login without it is refused',
    states: [
      {
        state: 'required',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: 'Such logins are refused now.',
      },
      {
        state: 'report only: refused later',
        href: info({ scenario: 'certificate-report-only' }),
        heading: customerInfo,
        text: 'would have been refused',
      },
    ],
  },
  {
    id: 'X10',
    step: 'A login with the certificate opens a session',
    states: [
      {
        state: 'the parameter, in the help',
        href: link('/help/customer-info', { scenario: 'default' }),
        heading: 'Customer Info and API keys',
        text: 'apiCertificate',
      },
      {
        state: 'clients change over to the next one',
        href: info({ scenario: 'certificate-next-valid' }),
        heading: customerInfo,
        text: 'northwind-integrations-renewed.pem',
      },
      {
        state: 'retiring the current one',
        href: info({ scenario: 'certificate-next-valid', press: ['Retire'] }),
        heading: customerInfo,
        text: 'are no longer recognised, and are refused',
      },
    ],
  },
  {
    id: 'X11',
    step: 'The certificate comes in addition to user name and password',
    states: [
      {
        state: 'in the API reference',
        href: link('/api-reference', { scenario: 'default' }),
        heading: 'API reference',
        text: 'apiCertificate',
      },
    ],
  },
]
