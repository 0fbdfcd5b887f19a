import type { Caller } from './caller'
export type Authenticate = (headers: { get(name: string): string | null }) => Promise<Caller>
export function createAuthenticate(_options: { clientId: string; authorityHost: string }): Authenticate {
  throw new Error('placeholder')
}
