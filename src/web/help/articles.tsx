import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { type ComponentType, type ReactNode } from 'react'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import { CERTIFICATES_ELSEWHERE } from '#src/domain/certificate.ts'
import { SSO_ELSEWHERE } from '#src/domain/sso/settings.ts'
import { refreshTimes } from '../queries/refresh.ts'
import { useSession } from '../shell/useSession.ts'
import { absoluteTime } from '../ui/Time.tsx'
import { apiAddress } from './apiAddress.ts'
import { Copyable } from './Copyable.tsx'
import { Example } from './Example.tsx'
import type { HelpTopic } from './topics.ts'

/** The text of every help page. */
export const ARTICLES: Record<HelpTopic, ComponentType> = {
  'customer-info': CustomerInfoHelp,
  'oauth2-applications': OAuth2Applications,
  'jwt-flow': JwtFlow,
  'authorization-code-flow': AuthorizationCodeFlow,
  'single-sign-on': SingleSignOnHelp,
  'update-users-for-sso': SsoUsersHelp,
  authentication: AuthenticationHelp,
  'audit-logs': AuditLogsHelp,
  users: UsersHelp,
  preview: Preview,
}

/** Help for Setup > System > Customer Info; also behind the `?` of that screen. */
function CustomerInfoHelp() {
  return (
    <>
      <Requirements />
      <H>What takes effect when</H>
      <p>
        Basic Info, the expiry of API keys, the removal on password expiry and the X.509 certificates do nothing until
        you press <b>Save</b>. Generating a key acts at once. Resetting and removing act once you confirm. None of them
        needs Save.
      </p>
      <p>
        <b>Save</b> and <b>Cancel</b> wake up when something differs from what is stored; <b>Cancel</b> goes back to
        that. When another administrator has saved in the meantime, your save is refused, and the page shows what they
        changed and lets you go on with your own edits.
      </p>
      <H>Basic Info</H>
      <Controls
        about={{
          'Name, Cluster Setup, Domain':
            'Set by the vendor. The domain is the first part of your organisation’s address.',
          'Admin Email':
            'The main administrator’s address, where site-wide mail goes. It must belong to an active administrator.',
          'Time Zone': 'Expiry dates of API keys are reckoned on the calendar of this zone.',
          'Default Email Locale': 'Language, dates and numbers of outgoing mail.',
        }}
      />
      <H>API Key Settings</H>
      <Controls
        about={{
          'After creation, API keys expire in':
            'How long a key lives. Saving another period restarts the time for every key that has not expired, from that moment on. Expired keys stay expired.',
          "Remove API key when a user's password expires":
            'A key goes when its owner’s password expires, and does not come back with a new password.',
          'Remove all API keys':
            'Ends every user’s key in this environment. All integrations fail until new keys are generated and entered.',
          'Generate API Key':
            'Makes your own key. It acts with your rights: whatever uses it is an administrator. The key is shown in full until you leave the page.',
          'Show, Hide, Copy': 'The key as it is. Each time it is shown or copied is recorded.',
          'Reset, Remove': 'The old key stops at once. Every application that uses it must be re-configured.',
        }}
      />
      <UseOfKeys />
      <CertificatesOfLogins />
      <KeysThroughTheApi />
    </>
  )
}

/** What is known of who calls with a key (K4, R1). */
function UseOfKeys() {
  return (
    <>
      <H>Who uses a key</H>
      <Controls
        about={{
          'Last used':
            'The last call of the API that the key opened: when, by which client and from which network address. A page of this console uses no key and does not count.',
          Refused:
            'Calls with the key that it did not open: because it had expired, or its owner was inactive, had an expired password or may not use the API. A key that was reset or removed is nobody’s any more, and calls with it are not counted.',
          'Used in the last 30 days by':
            'The clients that would stop, named before a key is reset or removed, and before its owner is deactivated. Of each key the 20 clients that used it last are remembered.',
        }}
      />
      <p>
        All of this is up to a minute late. A client’s name is what it says of itself in its requests, so it is a hint
        and no proof. A new key begins without any, and so does every key of Preview after its refresh.
      </p>
    </>
  )
}

/** What the certificate that API logins must carry is, and how a login carries it (X1 to X11). */
function CertificatesOfLogins() {
  const { addresses, environment, platformMode } = useSession()
  const api = apiAddress(addresses[environment] ?? '/', window.location.href)
  if (platformMode === 'ims')
    return (
      <>
        <H>X.509 Certificate</H>
        <p>{CERTIFICATES_ELSEWHERE}</p>
      </>
    )
  return (
    <>
      <H>X.509 Certificate</H>
      <p>
        Once a certificate is required, every call of the API with a user name and password needs it as well: logging
        in, generating, getting and clearing a key, and all others. Calls with an API key or with an open session need
        none, and neither does the sign-in page.
      </p>
      <Controls
        about={{
          'Require X.509 Certificate for API logins':
            'From Save on, a call without the certificate, or with another one, is refused with status 500 before its password is looked at. When this is off, no certificate is needed; the one you chose is kept for another time.',
          'Report only':
            'Refuses nothing. The list below it says which certificate each client carries, so that you see who would be refused before anybody is.',
          'Change Certificate':
            'Chooses a file: .cer, .crt, .pem or .der, of 64 KB at most. Of several certificates in it the first one counts. One that has expired is refused, and so is a file with a private key in it.',
          'View Details':
            'What the certificate says of itself: whose it is, who issued it, its serial number and how long it is valid. It works before you save, too.',
          'Next certificate':
            'Is accepted beside the current one, and need not be valid yet. Once every client carries it, retire the current one and save: the next one takes its place. That has to be valid by then.',
        }}
      />
      <p>
        An expired certificate is matched as before, so that no client stops overnight. You are told 30 days before the
        end. A certificate that is sent as a parameter is no proof that its sender has the private key.
      </p>
      <p>
        The certificate comes as the parameter <code>apiCertificate</code>, as PEM or as its base64 alone. Send it as a
        form by POST, because an address may have 8,892 bytes at most. Its private key is not needed here, and is never
        sent:
      </p>
      <Copyable kind="Command" label="Log in with a certificate" placeholders={PLACEHOLDERS}>
        {`curl --data-urlencode "username=USERNAME" --data-urlencode "password=PASSWORD" --data-urlencode "apiCertificate@certificate.pem" ${api}/v15.0/login`}
      </Copyable>
      <p>Certificates come from a certificate authority. To try it out, make one of your own:</p>
      <Copyable kind="Command" label="Make a certificate that is valid for a year" placeholders={PLACEHOLDERS}>
        {
          'openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=client.example" -addext "basicConstraints=critical,CA:FALSE" -addext "extendedKeyUsage=clientAuth" -keyout private-key.pem -out certificate.pem'
        }
      </Copyable>
    </>
  )
}

const PLACEHOLDERS = ['USERNAME', 'PASSWORD'] as const

/** Keys of people who are not administrators, who have no screen for them (N1, N7). */
function KeysThroughTheApi() {
  const { addresses, environment, platformMode } = useSession()
  const api = apiAddress(addresses[environment] ?? '/', window.location.href)
  const address = (action: string) => `${api}/v7.0/user?action=${action}&username=USERNAME&password=PASSWORD&method=PUT`
  return (
    <>
      <H>API keys of people who are not administrators</H>
      {platformMode === 'ims' ? (
        <p>
          Your organisation uses Adobe IMS, so no key can be made through the API with a user name and password. See
          your network or IT administrator for more information.
        </p>
      ) : (
        <>
          <p>
            They have no screen for it: their keys are made and managed through the API, with their own user name and
            password. Put those in place of USERNAME and PASSWORD and open the address. To replace a key, clear it and
            generate again.
          </p>
          <Copyable kind="Address" label="Generate the key" placeholders={PLACEHOLDERS}>
            {address('generateApiKey')}
          </Copyable>
          <Copyable kind="Address" label="Get the key again" placeholders={PLACEHOLDERS}>
            {address('getApiKey')}
          </Copyable>
          <Copyable kind="Address" label="Clear the key" placeholders={PLACEHOLDERS}>
            {address('clearApiKey')}
          </Copyable>
          <p>
            An address with a password in it stays in the history of the browser. A program should send these parameters
            as a form by POST instead: see the <Link href="/api-reference">API reference</Link>.
          </p>
        </>
      )}
    </>
  )
}

function OAuth2Applications() {
  return (
    <>
      <p>
        An OAuth2 application is how an integration identifies itself to Workfront without an API key. You register it
        once; people or servers then get short-lived tokens through it, which can be withdrawn one application at a
        time.
      </p>
      <ul>
        <li>
          A machine-to-machine application uses server authentication with JWT: a server acts by itself as one user.
        </li>
        <li>
          A web application, or a single-page one with PKCE, uses user authentication with OAuth2: every person signs in
          and agrees.
        </li>
      </ul>
      <p>Registering gives a client ID and, for servers, a client secret that is shown once:</p>
      <Example>{`Client ID      3f1c6a…
Client secret  shown once, keep it in a vault
Redirect URL   https://integration.example/callback`}</Example>
      <NotYet />
    </>
  )
}

function JwtFlow() {
  return (
    <>
      <p>
        Server authentication with JWT suits a server that works by itself. It signs a short statement with its private
        key; Workfront checks it with the public key registered for the application and answers with an access token.
        Nobody has to sign in.
      </p>
      <ol>
        <li>Register a machine-to-machine application and give it a public key.</li>
        <li>
          Sign a JWT with RS256: <code>iss</code> is the customer ID, <code>sub</code> the user to act as,{' '}
          <code>exp</code> a few minutes ahead.
        </li>
        <li>Exchange it for an access token, and send that as the session ID of API calls.</li>
      </ol>
      <Example>{`POST /integrations/oauth2/api/v1/jwt/exchange
Content-Type: application/x-www-form-urlencoded

client_id=…&client_secret=…&jwt_token=eyJhbGciOiJSUzI1NiJ9…`}</Example>
      <NotYet />
    </>
  )
}

function AuthorizationCodeFlow() {
  return (
    <>
      <p>
        User authentication with OAuth2 suits an application that people use. Each of them signs in to Workfront and
        agrees; the application gets a code and exchanges it for tokens that act as that person.
      </p>
      <ol>
        <li>Send the person to the authorization address. A single-page application adds a PKCE challenge.</li>
        <li>Workfront returns to the redirect URL with a code that is good for two minutes.</li>
        <li>Exchange the code for an access token and a refresh token.</li>
      </ol>
      <Example>{`GET /integrations/oauth2/authorize
    ?client_id=…&redirect_uri=https://integration.example/callback
    &response_type=code

POST /integrations/oauth2/api/v1/token
Content-Type: application/json

{ "grant_type": "authorization_code", "code": "…",
  "redirect_uri": "https://integration.example/callback" }`}</Example>
      <NotYet />
    </>
  )
}

/** Help for Setup > System > Authentication; also behind the `?` of that screen. */
function AuthenticationHelp() {
  const { platformMode } = useSession()
  return (
    <>
      <Requirements />
      {platformMode === 'ims' && (
        <p>
          {PASSWORDS_ELSEWHERE} This screen has nothing to set, and none of what follows has any effect: no password
          expires here.
        </p>
      )}
      <H>What takes effect when</H>
      <p>
        Nothing changes until you press <b>Save</b>, which stores all four policies together. Passwords that are too old
        for the new policy expire at once; the page says beforehand how many, and how many API keys go with them. What a
        password is made of and which ones are blocked is checked when the next one is chosen.
      </p>
      <H>Password policies</H>
      <Controls
        about={{
          'Force users to reset their password every':
            'A password’s 30, 60, 90, 120 or 180 days count from when it was set. After them its owner is asked for a new one when signing in, and API calls with the old one are refused. While this is off, no password expires.',
          'Block reuse of the last':
            'How many of somebody’s last passwords are refused as the next one. The one in use counts as the first.',
          'Lock an account after 5 wrong passwords for':
            'Wrong passwords in a row count at the sign-in page and in API calls. While an account is locked, not even the right password opens it.',
          'Kinds of characters a password needs':
            'How many of lower case, upper case, digits and signs. At least 8 characters are always needed. Dictionary words, common passwords, and the names of the user, the organization, and the product are always refused.',
        }}
      />
      <H>Passwords and API keys</H>
      <p>
        When a password expires and <b>Remove API key when a user’s password expires</b> is on in{' '}
        <Link href="/setup/system/customer-info">Customer Info</Link>, that user’s API key is removed. A new password
        does not bring it back; the user generates a new key.
      </p>
    </>
  )
}

/** Help for Setup > System > Single Sign-On (SSO); also behind the `?` of that screen. */
function SingleSignOnHelp() {
  const { platformMode } = useSession()
  return (
    <>
      <Requirements />
      {platformMode === 'ims' && (
        <p>
          {SSO_ELSEWHERE} This screen only shows the attribute mappings that are kept from before; they have no effect
          here.
        </p>
      )}
      <H>What takes effect when</H>
      <p>
        Nothing changes until you press <b>Save</b>. While <b>Enable</b> is clear, settings can be saved however
        incomplete they are. Settings are kept when single sign-on is turned off, and for each environment apart: the
        weekly refresh of Preview will leave them alone.
      </p>
      <H>How a sign-on goes</H>
      <ol>
        <li>Somebody who is not signed in is sent to the Login Portal URL, with a request that is signed.</li>
        <li>
          The identity provider finds out who they are, and sends them back with a signed response. The browser has to
          be the one they left with, within 15 minutes.
        </li>
        <li>
          The response is checked: its signature, who it is from and for, its times, and that it is used only once. Any
          failure ends the sign-on.
        </li>
        <li>
          The name in it is looked for among the SSO usernames, upper and lower case apart. Where nobody has it,
          Auto-Provision Users makes somebody new, or there is no access.
        </li>
        <li>The attribute mapping fills in their user, and they are signed in.</li>
      </ol>
      <H>Trying it before anybody depends on it</H>
      <p>
        Save with <b>Enable</b> clear, then press <b>Test Connection</b>. A window goes to the identity provider and
        back, and shows each check, what the response says of you, and what the mapping would make of that. Nobody is
        signed in and nobody is changed by it.
      </p>
      <p>
        <Link href="/setup/system/single-sign-on/sign-ons">Recent sign-ons</Link> has the same for everybody who came
        back from the identity provider, also where they were refused: look there first when somebody does not get in.
      </p>
      <H>When the Workfront certificate is renewed</H>
      <p>
        Requests are signed with a certificate of this side, which lasts a year. Thirty days before its end the next one
        is made, and a warning shows. Download the metadata, upload it to the identity provider, tick{' '}
        <b>The new Workfront certificate has already been uploaded to the Identity Provider</b> and save: from then on
        the new one signs. Until then administrators can sign in with their password, whatever Admin Exemption says.
      </p>
      <H>Turning it off for a while, and on again</H>
      <ol>
        <li>
          Open <b>Single Sign-On (SSO)</b> in Setup and select the <b>Type</b> your organization uses.
        </li>
        <li>
          Scroll down, clear <b>Enable</b> and press <b>Save</b>. Everybody can now sign in with a user name and
          password, and API keys can be generated with them.
        </li>
        <li>
          To turn it on again, come back, tick <b>Enable</b> and press <b>Save</b>. Everything is still filled in. API
          keys that were made meanwhile go on working.
        </li>
      </ol>
      <H>SAML 2.0</H>
      <Controls
        about={{
          'Download SAML 2.0 Metadata':
            'What the identity provider has to know of this side, as a file. The Metadata URL has the same, for providers that fetch it themselves.',
          'Service Provider ID':
            'The entity ID by which the identity provider knows this environment. Tick the box beside it to use another one than the one made from the domain.',
          'Binding Type':
            'How the browser carries the request to the identity provider: in a form that is posted (POST), or in the address (REDIRECT).',
          'Populate fields from Identity Provider Metadata':
            'Reads the provider’s metadata file, or its XML as you paste it, shows what would change, and fills in the form. The file is read in this page and not sent anywhere.',
          'Login Portal URL': 'Where people are sent to sign in.',
          'Sign-Out URL':
            'Where people are sent when they sign out, if they may only use SAML 2.0. Others come back to the sign-in page. Where the metadata names a Single Logout URL, whoever came through the provider is signed out there instead, by a message.',
          'Change Password URL': 'Where people are sent to change their password.',
          'Secure Hash Algorithm':
            'SHA-256, or SHA-1 for a provider that knows nothing else. Both sides must use the same.',
          'Auto-Provision Users':
            'Somebody whom the identity provider knows and who has no user here gets one. First name, last name and e-mail address must be mapped.',
          'Map User Attributes':
            'Which of the directory’s attributes fill in which of the user’s, at every sign-on. Rules are looked at in order, and the first that holds decides; comparisons tell upper from lower case. A value that is missing or blank takes the default. Access Level is better not mapped: where it is, the directory decides at every sign-on who is an administrator.',
          Certificate: `What the identity provider signs with, as base-64 X.509 (CER). Up to five, so that an old and a new one can stand beside each other.`,
          'Admin Exemption': 'Administrators may sign in with their password as well.',
          Enable:
            'People who are not signed in are sent to the identity provider. Passwords of users who have Only Allow SAML 2.0 Authentication are refused: at the sign-in page, by /login, by the key actions of the API and by every call that carries a user name and password. API keys and open sessions keep working.',
          'Test Connection':
            'Goes to the identity provider and back in a window of its own, with the settings that are saved.',
        }}
      />
      <H>If nobody gets in</H>
      <p>
        Administrators with a password can use the page <Link href="/login">/login</Link> while Admin Exemption is on.
        Where that is off too, whoever runs the server turns single sign-on off with <code>npm run sso:off</code>, while
        the server is running or not, given the same <code>DATA_DIR</code> or <code>DATABASE_URL</code> as the server.
      </p>
    </>
  )
}

/** Help for Setup > System > Update Users For SSO; also behind the `?` of that screen. */
function SsoUsersHelp() {
  const { platformMode } = useSession()
  return (
    <>
      <Requirements />
      {platformMode === 'ims' && <p>{SSO_ELSEWHERE} This screen has nothing to do.</p>}
      <H>What it does</H>
      <p>
        It gives many users the name by which your identity provider knows them, and turns{' '}
        <b>Only Allow SAML 2.0 Authentication</b> on for every user in the file. While single sign-on is enabled, their
        passwords are refused from that moment on. API keys and open sessions keep working.
      </p>
      <H>The file</H>
      <ul>
        <li>Two columns and no heading: the user ID, which has 32 digits and letters, and the SSO username.</li>
        <li>Commas, tabs or semicolons between the columns, as in the first line. 100,000 lines and 16 MB at most.</li>
        <li>UTF-8, or UTF-16 with a byte order mark. A spreadsheet has to be saved as CSV first.</li>
        <li>
          Upper and lower case count in SSO usernames. They have 254 characters at most, and none of = + - @ at their
          beginning or behind a semicolon, which spreadsheets take for formulas.
        </li>
        <li>Each user and each SSO username stands in the file once. Of two the earlier line counts.</li>
        <li>Spreadsheets turn some IDs into numbers and shorten them. Give their column the type text.</li>
      </ul>
      <Example label="Two users">
        {`e3b0c44298fc1c149afbf4c8996fb924,mara.lindqvist
27ae41e4649b934ca495991b7852b855,"Okafor, Tomás"`}
      </Example>
      <H>Before and after</H>
      <Controls
        about={{
          'Choose File':
            'Reads the file and shows what each line would do. Nothing is changed yet. Lines with a problem are left out and say why.',
          'Update users': 'Carries the file out, once you have confirmed: for everybody it names, or for nobody.',
          'Download current users':
            'Everybody’s ID and SSO username, as a file that can be changed and chosen here again. Whoever has no SSO username has an empty second column, and such lines are left out.',
          'Download with names': 'The same with everybody’s name and user name, to look up whose ID is whose.',
        }}
      />
      <p>
        An SSO username that somebody else has can be given away only if that user gets another one in the same file.
      </p>
    </>
  )
}

/** Who may use a screen of Setup. */
function Requirements() {
  return (
    <>
      <H>Who may use this screen</H>
      <ul>
        <li>Package: any.</li>
        <li>Licence: Standard, or Plan under the older names.</li>
        <li>Access level: you must be a Workfront administrator.</li>
      </ul>
    </>
  )
}

function AuditLogsHelp() {
  return (
    <>
      <Requirements />
      <p>
        Every act in this environment is recorded, whether it was done or refused: who acted, when, from which address
        and with which client. Showing or copying a key and exporting are acts too; looking at a page is none. Passwords
        and the values of API keys are never recorded.
      </p>
      <H>Controls</H>
      <Controls
        about={{
          'Action Type, Log Type': 'What was done, and what it was about. Both count at once.',
          Users: 'Any part of a name, as it was when its owner acted. Users who are gone are found too.',
          'From, To': 'Days in your own time zone, both included.',
          'Apply, Clear': 'The filters count when you press Apply, and are in the address, so a link keeps them.',
          Export:
            'A CSV file of what the filters in force find, the newest 50,000 records at most. An export is recorded itself.',
        }}
      />
      <H>One record</H>
      <p>
        Press its date to see whether the act was done or refused, the client it came with, and each changed field
        before and after.
      </p>
      <H>How long</H>
      <p>
        Records are kept for 90 days. Where people sign in through the Adobe Admin Console, sign-ins are recorded there,
        and the type Login Attempt is missing here.
      </p>
    </>
  )
}

/** Help for Main Menu > Users; also behind the `?` of its screens. */
function UsersHelp() {
  const { platformMode } = useSession()
  return (
    <>
      <Requirements />
      <H>Finding somebody</H>
      <Controls
        about={{
          Search: 'Any part of a name, a user name or an e-mail address, whatever its upper and lower case.',
          Status:
            'Active, inactive, or locked for the time being because somebody tried too many wrong passwords for them.',
          Keys: 'Users by the state and the use of their API key. A key that an expired password has removed is none.',
          'Apply, Clear': 'The filters count when you press Apply, and are in the address, so a link keeps them.',
          Export: 'A CSV file of everybody whom the filters in force leave, at one moment. It is recorded.',
        }}
      />
      <p>Press a column’s heading to sort by it, and again to turn the order round. Press a name to open that user.</p>
      <H>One user</H>
      <Controls
        about={{
          Save: 'Writes what stands in the fields. What somebody else changed meanwhile is shown and not overwritten.',
          Deactivate:
            'Ends their sessions at once. Their API key is kept but refused, and works again once they are reactivated, unless it has expired.',
          Unlock: 'Lets somebody in again before their lock ends by itself.',
          'Set one-time password':
            'A password that is good for choosing another one. It ends their sessions; API calls with it are refused.',
          'Remove key': 'Ends the API key of this user alone. Nobody but its owner ever sees its value.',
        }}
      />
      <H>What is not possible</H>
      <ul>
        <li>The main administrator, whose address is the Admin Email, keeps access level and account.</li>
        <li>The password of another administrator is set by nobody else.</li>
        <li>You cannot deactivate yourself, and the last active administrator stays one.</li>
        {platformMode === 'ims' && (
          <li>System Administrator is granted and removed, and passwords are managed, in the Adobe Admin Console.</li>
        )}
      </ul>
    </>
  )
}

function Preview() {
  const { user } = useSession()
  const { data } = useQuery(refreshTimes())
  return (
    <>
      <p>
        Preview is a second environment with a copy of your organisation’s data, where the next release can be tried.
        What you do there changes nothing in Production. A blue bar at the top of every page says that you are there.
      </p>
      <H>What is its own</H>
      <ul>
        <li>Sign-in and sessions, settings and API keys are apart: none of them reaches into the other environment.</li>
        <li>Settings of single sign-on and the audit log are its own for good.</li>
        <li>Nothing ever goes from Preview to Production.</li>
      </ul>
      <H>The weekly refresh</H>
      <p>Every weekend, when Saturday begins in your organisation’s time zone, Preview is made anew from Production:</p>
      <ul>
        <li>Users, passwords, and all that Customer Info and Authentication hold are overwritten.</li>
        <li>
          API keys are overwritten, with their values and dates. A key that was generated or reset in Preview stops
          working; one that was removed comes back if Production has it. In Preview none counts as used yet.
        </li>
        <li>Everybody is signed out of Preview, integrations too.</li>
        <li>It happens as a whole or not at all.</li>
      </ul>
      {data && (
        <dl className={pairs}>
          <div>
            <dt>
              <b>Next refresh</b>
            </dt>
            <dd className={meaning}>{absoluteTime(data.nextAt, user.timeZone)}</dd>
          </div>
          <div>
            <dt>
              <b>Last refresh</b>
            </dt>
            <dd className={meaning}>{data.lastAt ? absoluteTime(data.lastAt, user.timeZone) : 'None yet'}</dd>
          </div>
        </dl>
      )}
      <p>
        Whoever runs the server can have it done at any time with <code>npm run refresh-preview</code>.
      </p>
    </>
  )
}

/** What each control of a screen does, by its label. */
function Controls({ about }: { about: Record<string, string> }) {
  return (
    <dl className={pairs}>
      {Object.entries(about).map(([label, text]) => (
        <div key={label}>
          <dt>
            <b>{label}</b>
          </dt>
          <dd className={meaning}>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

const NotYet = () => (
  <p>Latchkey describes this flow so that you can plan for it. It does not answer these requests yet.</p>
)

const H = ({ children }: { children: ReactNode }) => <h2 className={heading}>{children}</h2>
const heading = style({ font: 'heading-sm', marginTop: 24, marginBottom: 8 })
const pairs = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const meaning = style({ margin: 0 })
