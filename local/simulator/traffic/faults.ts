export const faultKinds = [
  'status',
  'drop',
  'malformed',
  'html',
  'emptyPage',
  'repeatedNextLink',
  'foreignNextLink',
  'movedPage',
  'skippedEntry',
  'brokenPage',
  'expiredSkipToken',
  'slow',
  'tokenError',
] as const

export type FaultKind = (typeof faultKinds)[number]

/**
 * Something that shall go wrong. It hits `count` requests (default 1), or all for `forMs`.
 *
 * `brokenPage` answers 500 for follow-up pages, for good unless it has a `count`: a list goes on only when it is begun
 * anew with a smaller `$top`. `expiredSkipToken` answers 400 for a follow-up page, `movedPage` begins one with the last
 * entry of the page before, `skippedEntry` leaves out its first one. Inside a `$batch` only faults with a status of their own and odd pages are possible.
 */
export interface Fault {
  kind: FaultKind
  /** `status`: the answer's code. */
  status?: number
  count?: number
  forMs?: number
  /** Lets this many matching requests pass first. */
  skip?: number
  /** Of the matching requests after that, hits each n-th. */
  every?: number
  /** Regular expression on the decoded path with its query. Default: any. */
  match?: string
  /** Only requests inside a `$batch`, or only those outside of one. Default: both. */
  inBatch?: boolean
  /** Seconds; null or absent: the header is left out. The token endpoint says 60 unless this is null. */
  retryAfter?: number | null
  /** Entra tenant id. Default: any. */
  tenant?: string
  /** `slow`: extra latency; default 2,000. */
  ms?: number
  /** `status`: the error's code instead of the usual one. `tokenError`: an AADSTS number, `temporarily_unavailable` or `noRoles`. */
  code?: number | string
  /** `status`: text of the error. */
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
  /** `brokenPage`: the page size with which each list broke. */
  broken: Map<string, number>
}

/** What a request is, for the question whether a fault hits it. */
export interface Target {
  /** Decoded, with query. */
  url: string
  tenant: string | undefined
  /** Inside a `$batch`. */
  inBatch?: boolean
  /** A follow-up page: of which list, in pages of what size. */
  page?: { list: string; size: number }
}

/** The faults that wait for their requests, oldest first. */
export class Faults {
  readonly #now: () => number
  #armed: Armed[] = []
  #next = 1

  constructor(now: () => number) {
    this.#now = now
  }

  /** Throws a sentence for a fault nobody could mean. */
  add(asked: Fault): ArmedFault {
    const fault = asked.kind === 'slow' ? { ...asked, ms: asked.ms ?? 2000 } : { ...asked }
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

  /** The first fault of one of these kinds that hits the request; it is used up by that. */
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

const aboutPages: readonly FaultKind[] = ['expiredSkipToken', 'movedPage', 'skippedEntry']

/** Whether a fault that is about follow-up pages is about this one; any other fault is about every request. */
function hitsPage({ fault: { kind }, broken }: Armed, { page }: Target): boolean {
  if (aboutPages.includes(kind)) return page !== undefined
  if (kind !== 'brokenPage') return true
  return page !== undefined && page.size >= (broken.get(page.list) ?? 0)
}
