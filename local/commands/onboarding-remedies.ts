import type { ErrorCode } from '../../src/shared/error-codes'

/** What can fail between a customer's consent and the end of the first sync. */
export type OnboardingCode = Extract<
  ErrorCode,
  | `graph.auth.${string}`
  | `consent.${string}`
  | 'graph.forbidden'
  | 'graph.refused'
  | 'graph.not_licensed'
  | 'tenant.pending'
  | 'tenant.paused'
  | 'tenant.removed'
>

interface Remedy {
  /** Who can do something about it. `us`: whoever operates the installation. */
  who: 'customer' | 'us' | 'nobody'
  does: string
}

const customer = (does: string): Remedy => ({ who: 'customer', does })
const us = (does: string): Remedy => ({ who: 'us', does })

/** By code, in the order in which an onboarding meets them. The type keeps it complete. */
export const remedies: Readonly<Record<OnboardingCode, Remedy>> = {
  'consent.no_public_url': us('set `PUBLIC_BASE_URL`, and register the redirect addresses with it (deploying.md)'),
  'consent.link_invalid': us('ask for a new link: `tenants consent`. It lasts an hour, and a later one makes it void'),
  'consent.not_given': customer(
    'opens the link again and accepts; as a Global Administrator or Privileged Role Administrator, because others cannot consent to these permissions',
  ),
  'consent.not_signed_in': customer('opens the link again and signs in to the end'),
  'consent.not_verified': us(
    'look for the log event `consent_refused`: it says what of the id token is wrong. Most often the registration lacks id tokens, or its redirect address differs',
  ),
  'consent.other_tenant': customer('chooses "Sign in with another account", one of the tenant that the page names'),
  'consent.not_administrator': customer(
    'activates the role (Privileged Identity Management) and signs in again, or another administrator does. Where everybody is refused, it is us: `groupMembershipClaims`',
  ),
  'tenant.pending': customer('opens the link, signs in and confirms: nothing runs before'),
  'tenant.paused': us('`tenants resume`'),
  'tenant.removed': us('register it again: it comes back as pending, with its rows'),
  'graph.auth.no_consent': customer(
    'consents again: open a new link. Seen for some minutes after a consent: wait, then `verify`',
  ),
  'graph.auth.app_disabled': customer(
    'enables the app under Enterprise applications > Properties ("Enabled for users to sign in"), or consents anew where it was deleted',
  ),
  'graph.auth.tenant_not_found': us(
    'compare the id with the one that the customer reads in Entra > Overview; register the right one',
  ),
  'graph.auth.conditional_access': customer(
    'excludes the app from policies for workload identities, or allows the addresses of this installation in them',
  ),
  'graph.auth.invalid_client': us(
    'renew the secret or certificate, or mend the federated credential; all tenants fail with it, so it is never the customer',
  ),
  'graph.auth.secret_unreadable': us(
    'look at the address of the certificate or secret, whether it is enabled, and the role *Key Vault Secrets User* of the identity; all tenants fail with it',
  ),
  'graph.auth.wrong_authority': us(
    '`AZURE_AUTHORITY_HOST`: leave it out for the public cloud. A national cloud is another installation',
  ),
  'graph.auth.failed': us(
    'read the AADSTS number in the message of the run, and look it up at Microsoft; then as it says',
  ),
  'graph.auth.unavailable': { who: 'nobody', does: 'waits: the run goes on by itself' },
  'graph.forbidden': customer(
    'consents again, because a permission was added since or taken back; the message names it. `verify` lists all that are missing',
  ),
  'graph.refused': customer(
    'looks whether Intune is set up (an MDM authority) and whether an Intune role excludes the app; else it is us: report it',
  ),
  'graph.not_licensed': customer(
    'assigns a licence with the service plan that `verify` names, or leaves it: the source is skipped, the rest is synced',
  ),
}
