import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { shift, type Instant } from '#src/domain/instant.ts'
import {
  isRenewalDue,
  needsNewKey,
  ownKeysInUse,
  OWN_CERTIFICATE_LIFE,
  type KeysInUse,
  type OwnCertificates,
  type OwnKey,
} from '#src/domain/sso/ownCertificates.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { serviceProviderMetadata } from '#src/domain/sso/serviceProviderMetadata.ts'
import { defaultServiceProviderId, type SingleSignOn } from '#src/domain/sso/settings.ts'
import type { Caller, Host } from '../host.ts'
import type { Reading, Transaction } from '../store.ts'
import type { OwnSide } from './serviceProvider.ts'

const keysInUse = async ({ sso }: Reading): Promise<KeysInUse> =>
  ownKeysInUse(await sso.ownKeys(), (await sso.get()).uploadedCertificate)

/** The certificates that identity providers are to know, as far as there are any yet. */
export async function ownCertificates(rows: Reading): Promise<OwnCertificates> {
  const { current, next } = await keysInUse(rows)
  return { current: current?.certificate ?? null, next: next?.certificate ?? null }
}

/** Makes the key pair that requests are signed with where there is none, and the next one before it ends. */
export async function keepOwnKeys(host: Host, { environment }: Pick<Caller, 'environment'>): Promise<void> {
  const now = host.now()
  const { isMissing, domain } = await host.store.read(environment, async (rows) => ({
    isMissing: needsNewKey(await keysInUse(rows), now),
    domain: (await rows.customer.get()).domain,
  }))
  if (!isMissing) return
  // Outside the transaction, because it takes long; another process may have been faster then.
  const { certificate, privateKey } = await host.serviceProvider.makeKeyPair(
    `${domain} ${environment}`,
    now,
    shift(now, OWN_CERTIFICATE_LIFE),
  )
  const made: OwnKey = { certificate, sealedPrivateKey: await host.vault.seal(privateKey) }
  await host.store.transaction(environment, async (tx) => {
    if (needsNewKey(await keysInUse(tx), now)) await tx.sso.addOwnKey(made)
  })
}

/** Our Service Provider ID, chosen or not. */
export const entityIdOf = (
  { serviceProviderId }: Pick<SingleSignOn, 'serviceProviderId'>,
  { domain }: Pick<Customer, 'domain'>,
  { environment }: Pick<Caller, 'environment'>,
): string => serviceProviderId ?? defaultServiceProviderId(domain, environment)

/** The metadata that identity providers are given. */
export async function ownMetadata(host: Host, caller: Caller): Promise<string> {
  await keepOwnKeys(host, caller)
  return host.store.read(caller.environment, async (rows) => {
    const { current, next } = await ownCertificates(rows)
    return serviceProviderMetadata(
      entityIdOf(await rows.sso.get(), await rows.customer.get(), caller),
      serviceProviderAddresses(caller.ownAddress),
      [current, next].filter((certificate) => certificate !== null),
    )
  })
}

/** What single sign-on is judged by, both of one moment. */
export const settingsNow = (
  host: Host,
  { environment }: Pick<Caller, 'environment'>,
): Promise<{ sso: SingleSignOn; customer: Customer }> =>
  host.store.read(environment, async (rows) => ({ sso: await rows.sso.get(), customer: await rows.customer.get() }))

/** Who this side is where something is to be signed; refuses where the key cannot be opened. */
export async function ownSide(host: Host, caller: Caller): Promise<{ own: OwnSide; sso: SingleSignOn }> {
  await keepOwnKeys(host, caller)
  const { sso, customer, current } = await host.store.read(caller.environment, async (rows) => ({
    sso: await rows.sso.get(),
    customer: await rows.customer.get(),
    current: (await keysInUse(rows)).current,
  }))
  if (!current) throw new Error('The key pair that was just made is gone')
  const privateKey = await host.vault.open(current.sealedPrivateKey)
  if (privateKey === null)
    throw new DomainError(
      'key-unreadable',
      'The key that requests for a sign-on are signed with was sealed by another installation. An administrator has to bring back its secret file; where it is lost, “npm run sso:off” makes way for another key.',
    )
  const own: OwnSide = {
    entityId: entityIdOf(sso, customer, caller),
    addresses: serviceProviderAddresses(caller.ownAddress),
    keyPair: { certificate: current.certificate, privateKey },
  }
  return { own, sso }
}

/** Forgets the key pairs that cannot be opened any more; answers how many there were. The next use makes another one. */
export async function forgetLostKeys({ vault }: Pick<Host, 'vault'>, { sso }: Transaction): Promise<number> {
  let lost = 0
  for (const { certificate, sealedPrivateKey } of await sso.ownKeys())
    if ((await vault.open(sealedPrivateKey)) === null) {
      await sso.removeOwnKey(certificate.fingerprint)
      lost++
    }
  return lost
}

/** The settings as they count for passwords: while our next certificate waits to be uploaded, administrators are exempt (reference §7.2). */
export async function settingsInEffect(rows: Reading, now: Instant): Promise<SingleSignOn> {
  const sso = await rows.sso.get()
  if (!sso.isEnabled || sso.hasAdminExemption) return sso
  return { ...sso, hasAdminExemption: isRenewalDue(await ownCertificates(rows), now) }
}
