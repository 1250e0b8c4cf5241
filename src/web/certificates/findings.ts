import type { CertificateFinding, CertificateReading } from '#src/domain/certificateFacts.ts'

/** What is unusual about a certificate, in words; `count` is how many its file held. */
export function findingTexts(
  { findings, facts }: Pick<CertificateReading, 'findings' | 'facts'>,
  count: number,
): string[] {
  const texts = findings.map((finding) => textOf(finding, facts.issuerCommonName[0] ?? facts.issuerOrganization[0]))
  if (count > 1) texts.push(`The file holds ${count} certificates. The first one is taken.`)
  return texts
}

function textOf(finding: CertificateFinding, issuer = 'without a name'): string {
  switch (finding.kind) {
    case 'expires-soon':
      return finding.days < 1
        ? 'It expires in less than a day.'
        : `It expires in ${finding.days === 1 ? '1 day' : `${finding.days} days`}.`
    case 'weak-key':
      return `Its key is weak: ${finding.key}.`
    case 'weak-signature':
      return `It is signed with ${finding.algorithm}, which can be forged.`
    case 'is-authority':
      return 'It is the certificate of an authority, which issues others. A client’s own certificate is expected here.'
    case 'no-client-authentication':
      return 'It is not meant for clients: client authentication is not among its uses.'
    case 'issuer-not-trusted':
      return `Its issuer, ${issuer}, is not among the authorities that this system trusts.`
  }
}
