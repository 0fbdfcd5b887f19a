import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type TokenCredential,
  type TokenCredentialOptions,
} from '@azure/identity'
import type { Clock } from '../../shared/clock'
import type { Log } from '../../shared/log'
import { certificateOf, endOfFile } from './certificate'
import { explainedIdentity } from './identity'
import { createVaultSecret, type StoredSecret } from './vault-secret'

/** The app's registration in Entra, and everything by which it may authenticate. */
export interface EntraApp {
  clientId: string
  clientSecret: string | undefined
  /** Address of the client secret in Key Vault. */
  clientSecretUri: string | undefined
  /** PEM file with certificate and private key. */
  certificatePath: string | undefined
  /** Address of the certificate in Key Vault: that of its secret, which has the private key too. */
  certificateUri: string | undefined
  /** The managed identity is a federated credential of the registration. */
  federated: boolean
  authorityHost: string
  instanceDiscovery: boolean
}

/** The managed identity of this process: it reads the vault, and may stand for the registration. */
export interface Federation {
  identity: TokenCredential
  /** Of the token that stands for the registration. */
  exchangeScope: string
}

type Options = TokenCredentialOptions & { disableInstanceDiscovery: boolean }

/** What a way to authenticate is made of at this moment. */
export interface Means {
  /** Another text: these are other means. */
  version: string
  /** Makes the credential of a tenant. */
  open(tenant: string, options: Options): TokenCredential
}

/** One way to authenticate. */
export interface Way {
  /** Gets its means. Throws `graph.auth.*`. */
  means(): Promise<Means>
  /** Looks whether there are newer means than those of `version`. Throws as `means` does. */
  hasOther(version: string): Promise<boolean>
  /** When they end, as far as that is known. */
  expiresAt(): Date | null
}

interface Surroundings {
  clock: Pick<Clock, 'now'>
  /** Is told of what the vault has and cannot be used. */
  log: Log
}

/** Lists the configured ways in the order in which they are tried: managed identity, certificate, client secret. */
export function waysOf(entra: EntraApp, { exchangeScope, ...given }: Federation, { clock, log }: Surroundings): Way[] {
  const { clientId, clientSecret, clientSecretUri, certificatePath, certificateUri } = entra
  const identity = explainedIdentity(given.identity)

  const assertion = async () => (await identity.getToken(exchangeScope)).token
  function byIdentity(): Way {
    const way = fixed((tenant, options) => new ClientAssertionCredential(tenant, clientId, assertion, options))
    // asked for here too, because the SDK hides why an assertion fails
    return { ...way, means: () => assertion().then(way.means) }
  }
  const byFile = (path: string) =>
    fixed(
      (tenant, options) => new ClientCertificateCredential(tenant, clientId, { certificatePath: path }, options),
      () => endOfFile(path),
    )
  const bySecret = (secret: string) =>
    fixed((tenant, options) => new ClientSecretCredential(tenant, clientId, secret, options))

  function fromVault(uri: string, open: (secret: StoredSecret) => Usable): Way {
    const secret = createVaultSecret(uri, { credential: identity, clock, log, open })
    return {
      async means() {
        const { version, content } = await secret.get()
        return { version, open: content.open }
      },
      hasOther: secret.hasOther,
      expiresAt: () => secret.peek()?.content.expiresAt ?? null,
    }
  }
  function asCertificate(stored: StoredSecret): Usable {
    const { pem: certificate, endsAt } = certificateOf(stored)
    return {
      open: (tenant, options) => new ClientCertificateCredential(tenant, clientId, { certificate }, options),
      expiresAt: endsAt,
    }
  }
  const asSecret = ({ value, expiresOn }: StoredSecret): Usable => ({
    open: (tenant, options) => new ClientSecretCredential(tenant, clientId, value, options),
    expiresAt: expiresOn,
  })
  return [
    ...(entra.federated ? [byIdentity()] : []),
    ...(certificateUri ? [fromVault(certificateUri, asCertificate)] : []),
    ...(certificatePath ? [byFile(certificatePath)] : []),
    ...(clientSecretUri ? [fromVault(clientSecretUri, asSecret)] : []),
    ...(clientSecret ? [bySecret(clientSecret)] : []),
  ]
}

/** What the vault has, as a credential is made of it. */
interface Usable {
  open: Means['open']
  expiresAt: Date | null
}

/** A way whose means stay as they are while the process runs. */
function fixed(open: Means['open'], expiresAt: Way['expiresAt'] = () => null): Way {
  return { means: async () => ({ version: '', open }), hasOther: async () => false, expiresAt }
}
