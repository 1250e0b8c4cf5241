import { FieldHelp } from '../../../ui/FieldHelp.tsx'

/** The `?` beside **Require X.509 Certificate for API logins**. */
export default function CertificateHelp({ label }: { label: string }) {
  return (
    <FieldHelp label={label}>
      Every call that logs in to the API with a user name and password must then carry the certificate as the parameter
      apiCertificate. Calls with an API key or a session, and this console, go on as before. A certificate sent as a
      parameter is no proof that the sender has its private key.
    </FieldHelp>
  )
}
