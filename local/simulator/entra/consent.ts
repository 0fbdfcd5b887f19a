interface Granted {
  roles: readonly string[]
  /** Since when tokens have them, in milliseconds since 1970. */
  since: number
}

/** The application permissions that each tenant has consented to. Those of a token are what they were when it was issued. */
export class Consent {
  readonly #now: () => number
  readonly #granted = new Map<string, Granted[]>()

  constructor(now: () => number) {
    this.#now = now
  }

  has(tenant: string): boolean {
    return this.#granted.has(tenant)
  }

  /** `afterMs`: Entra's new tokens have the roles minutes after an administrator's consent. */
  set(tenant: string, roles: readonly string[], afterMs = 0): void {
    const before = { roles: this.of(tenant), since: 0 }
    this.#granted.set(tenant, [before, { roles, since: this.#now() + afterMs }])
  }

  /** Returns the roles of a token that is issued now. */
  of(tenant: string): readonly string[] {
    return this.#granted.get(tenant)?.findLast(({ since }) => since <= this.#now())?.roles ?? []
  }
}
