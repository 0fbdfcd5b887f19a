import * as z from 'zod'
import type { Azure } from './azure'

const count = z.int().min(0)
const Identity = z.strictObject({ seconds: count, delayMs: count, status: count }).partial()
const Secret = z
  .strictObject({ value: z.string(), contentType: z.string(), expiresOn: z.iso.datetime(), enabled: z.boolean() })
  .partial()
  .required({ value: true })
const VaultState = z.strictObject({ status: count }).partial()
const Credentials = z
  .strictObject({ clientSecret: z.string(), certificate: z.string().nullable(), federated: z.boolean() })
  .partial()

/** Handles `/_sim/azure/…`. Throws for an invalid call, and where the simulator has no managed identity. */
export function controlAzure(method: string, [what, name = '']: string[], body: unknown, azure: Azure | undefined) {
  if (!azure) throw new Error('this simulator has no managed identity: start it with one')
  switch (`${method} ${what}`) {
    case 'PATCH identity':
      return azure.identity(withoutUndefined(Identity.parse(body)))
    case 'PUT secrets':
      return { id: azure.storeSecret(name, withoutUndefined(Secret.parse(body))) }
    case 'PATCH vault':
      return azure.vault(withoutUndefined(VaultState.parse(body)))
    case 'PATCH credentials':
      return azure.credentials(withoutUndefined(Credentials.parse(body)))
  }
  throw new Error(`the simulator has no ${method} /_sim/azure/${what}`)
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Drops what is undefined, which is not the same as absent. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>
}
