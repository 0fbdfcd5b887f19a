import { parseAddress } from './address'

/** Names an address as a token and a link name it: the queue, or what manages it. */
export function claimKey(address: unknown): string {
  const { entity, management } = parseAddress(address)
  return management ? `${entity}/$management` : entity
}

/** The tokens that a client sent on one connection, by the address that each is for, until they end. */
export class Claims {
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #expired: (key: string) => void

  /** `expired` is called when the newest token of an address has ended. */
  constructor(expired: (key: string) => void) {
    this.#expired = expired
  }

  /** Takes a token in the place of the one before. `expiresAt`: milliseconds since the epoch. */
  renew(address: unknown, expiresAt: number): void {
    const key = claimKey(address)
    clearTimeout(this.#timers.get(key))
    const timer = setTimeout(() => this.#expired(key), expiresAt - Date.now())
    this.#timers.set(key, timer.unref())
  }

  end(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }
}
