import { spawnSync } from 'node:child_process'
import type { CertificateFacts } from '#src/domain/certificateFacts.ts'

/** What the `openssl` program answers; `-` in `args` is `input`. */
export function openssl(args: string[], input: Uint8Array = new Uint8Array()): Buffer {
  const { status, stdout, stderr, error } = spawnSync('openssl', args, { input })
  if (error) throw error
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr.toString()}`)
  return stdout
}

/** Where the program is missing, tests that need it are left out, but for where everything must be tested. */
export const isWithoutOpenssl = process.env['CI'] !== 'true' && spawnSync('openssl', ['version']).status !== 0

/** The nine fields of **View Details** as the `openssl` program prints them. */
export type OpensslFacts = Pick<
  CertificateFacts,
  | 'subjectCommonName'
  | 'subjectOrganization'
  | 'subjectOrganizationUnit'
  | 'issuerCommonName'
  | 'issuerOrganization'
  | 'issuerOrganizationUnit'
  | 'serialNumber'
  | 'validFrom'
  | 'validTo'
>

const PRINT = '-noout -inform DER -subject -issuer -serial -dates -dateopt iso_8601 -nameopt sep_multiline,oid,utf8'

/** No name of `der` may have a line break or look like two. */
export function opensslFacts(der: Uint8Array): OpensslFacts {
  const lines = openssl(['x509', ...PRINT.split(' ')], der)
    .toString()
    // It breaks the lines of long numbers.
    .replaceAll('\\\n', '')
    .split('\n')
  const after = (start: string) => lines.find((line) => line.startsWith(start))!.slice(start.length)
  const names = (whose: string, type: string) => {
    const from = lines.indexOf(`${whose}=`) + 1
    const to = lines.findIndex((line, at) => at >= from && !line.startsWith(' '))
    return lines
      .slice(from, to)
      .flatMap((line) => line.trimStart().split(/ \+ (?=[\d.]+=)/))
      .filter((attribute) => attribute.startsWith(`${type}=`))
      .map((attribute) => attribute.slice(type.length + 1))
  }
  const instant = (text: string) => new Date(text.replace(' ', 'T')).toISOString()
  return {
    subjectCommonName: names('subject', '2.5.4.3'),
    subjectOrganization: names('subject', '2.5.4.10'),
    subjectOrganizationUnit: names('subject', '2.5.4.11'),
    issuerCommonName: names('issuer', '2.5.4.3'),
    issuerOrganization: names('issuer', '2.5.4.10'),
    issuerOrganizationUnit: names('issuer', '2.5.4.11'),
    serialNumber: after('serial=').match(/^-|../g)!.join(':').replace('-:', '-'),
    validFrom: instant(after('notBefore=')),
    validTo: instant(after('notAfter=')),
  }
}
