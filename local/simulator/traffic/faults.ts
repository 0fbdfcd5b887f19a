import { isRefusal, type RefusalName, refusals } from './refusals'

/** Faults that change one page of a list. */
export const pageFaults = [
  'emptyPage',
  'repeatedNextLink',
  'foreignNextLink',
  'movedPage',
  'skippedEntry',
  'cutList',
] as const

export type PageFault = (typeof pageFaults)[number]

export const faultKinds = [
  'status',
  'drop',
  'malformed',
  'html',
  ...pageFaults,
  'brokenPage',
  'expiredSkipToken',
  'slow',
  'tokenError',
] as const

export type FaultKind = (typeof faultKinds)[number]

/**
 * A simulated error; hits `count` requests (default 1), or all for `forMs`. On follow-up pages:
 * - `brokenPage`: 500 until the list is read again with a smaller `$top`; no limit unless `count` is set
 * - `expiredSkipToken`: 400; `movedPage`: repeats the last entry of the page before; `skippedEntry`: omits one entry
 *
 * `cutList` hits every page: half of its entries, and no link to the next.
 */
export interface Fault {
  kind: FaultKind
  /** `status`: the HTTP status, 400 to 599. */
  status?: number
  /** `status`: an error that Graph was seen to send, instead of `status`, `code` and `message`. */
  like?: RefusalName
  count?: number
  forMs?: number
  /** Number of matching requests to let through first. */
  skip?: number
  /** Hits every n-th of the matching requests after `skip`. */
  every?: number
  /** Regular expression on the decoded path and query. Default: any. */
  match?: string
  /** True: only inside a `$batch`, where faults of the connection do not work; false: only outside. Default: both. */
  inBatch?: boolean
  /** Retry-After in seconds; null or absent: no header. The token endpoint sends 60 when absent. */
  retryAfter?: number | null
  /** Entra tenant id. Default: any. */
  tenant?: string
  /** `slow`: extra latency in milliseconds; default 2,000. */
  ms?: number
  /** `status`: the error's code instead of the usual one. `tokenError`: an AADSTS number, `temporarily_unavailable` or `noRoles`. */
  code?: number | string
  /** `status`: the error message. */
  message?: string
}

export interface ArmedFault extends Fault {
  id: number
  fired: number
}

interface Armed {
  fault: ArmedFault
  match: RegExp | undefined
  until: number
  left: number
  seen: number
  /** `brokenPage`: the page size of each list when it failed. */
  broken: Map<string, number>
}

/** The properties of a request that faults match. */
export interface Target {
  /** Decoded, with query. */
  url: string
  tenant: string | undefined
  /** Inside a `$batch`. */
  inBatch?: boolean
  /** Set for a follow-up page: its list and page size. */
  page?: { list: string; size: number }
}

/** The active faults, oldest first. */
export class Faults {
  readonly #now: () => number
  #armed: Armed[] = []
  #next = 1

  constructor(now: () => number) {
    this.#now = now
  }

  /** Adds a fault. Throws when it is not valid. */
  add(asked: Fault): ArmedFault {
    const { like } = asked
    if (like !== undefined && !isRefusal(like))
      throw new Error(`unknown refusal ${String(like)}; there are ${Object.keys(refusals).join(', ')}`)
    const status = like === undefined ? {} : { status: refusals[like].status }
    const fault = { ...asked, ...status, ...(asked.kind === 'slow' && { ms: asked.ms ?? 2000 }) }
    if ((asked.kind as string) === 'empty') fault.kind = 'emptyPage'
    if (!faultKinds.includes(fault.kind))
      throw new Error(`unknown fault kind ${fault.kind as string}; there are ${faultKinds.join(', ')}`)
    if (fault.kind === 'status' && !(Number.isInteger(fault.status) && fault.status! >= 400 && fault.status! < 600))
      throw new Error('a status fault needs a status from 400 to 599')
    if (fault.ms !== undefined && !(fault.ms > 0)) throw new Error('ms must be a number above 0')
    if (fault.kind === 'tokenError' && fault.code === undefined) throw new Error('a tokenError fault needs a code')
    const armed = { ...fault, id: this.#next++, fired: 0 }
    this.#armed.push({
      fault: armed,
      match: fault.match === undefined ? undefined : new RegExp(fault.match),
      until: fault.forMs === undefined ? Infinity : this.#now() + fault.forMs,
      left: fault.count ?? (fault.forMs === undefined && fault.kind !== 'brokenPage' ? 1 : Infinity),
      seen: 0,
      broken: new Map(),
    })
    return armed
  }

  list(): ArmedFault[] {
    this.#sweep()
    return this.#armed.map(({ fault }) => fault)
  }

  clear(): void {
    this.#armed = []
  }

  /** Finds the first fault of these kinds that hits the request, and counts the hit. */
  take(kinds: readonly FaultKind[], target: Target, fits: (fault: Fault) => boolean = () => true): Fault | undefined {
    if (this.#armed.length === 0) return undefined
    this.#sweep()
    for (const armed of this.#armed) {
      const { fault, match } = armed
      if (!kinds.includes(fault.kind) || !fits(fault)) continue
      if (fault.tenant && fault.tenant.toLowerCase() !== target.tenant) continue
      if (fault.inBatch !== undefined && fault.inBatch !== (target.inBatch ?? false)) continue
      if (match && !match.test(target.url)) continue
      if (!hitsPage(armed, target)) continue
      const turn = armed.seen++ - (fault.skip ?? 0)
      if (turn < 0 || turn % (fault.every ?? 1) !== 0) continue
      if (target.page && !armed.broken.has(target.page.list)) armed.broken.set(target.page.list, target.page.size)
      armed.left--
      fault.fired++
      return fault
    }
    return undefined
  }

  #sweep(): void {
    const now = this.#now()
    this.#armed = this.#armed.filter(({ until, left }) => left > 0 && now < until)
  }
}

const followUpFaults: readonly FaultKind[] = ['expiredSkipToken', 'movedPage', 'skippedEntry']

/** Returns true unless the fault is for follow-up pages and does not hit this one. */
function hitsPage({ fault: { kind }, broken }: Armed, { page }: Target): boolean {
  if (followUpFaults.includes(kind)) return page !== undefined
  if (kind !== 'brokenPage') return true
  return page !== undefined && page.size >= (broken.get(page.list) ?? 0)
}
