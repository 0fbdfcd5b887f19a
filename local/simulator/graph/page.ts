import { hash32 } from '../seed'
import { type GraphCall, badRequest } from './answer'
import { type Query, withoutSkipToken } from './query'
import type { Place, SkipTokens } from './skip-token'

/** What may be changed while the simulator runs. */
export interface Behaviour {
  /** About one in so many follow-up pages is preceded by an empty one; 0: none. Which ones, the tenant's seed says. */
  emptyPages: number
  /** Every reading of a list comes in an order of its own. */
  shuffle: boolean
  /** No page is larger than the usual one, whatever `$top` says. */
  ignoreTop: boolean
}

export interface Paging {
  origin: string
  tokens: SkipTokens
  behaviour: Behaviour
  /** Crawls begun so far. */
  crawls: number
}

export interface PageSize {
  normal: number
  /** A larger `$top` is cut to this. */
  max: number
}

export interface Page<T> {
  items: T[]
  nextLink?: string
}

/** One page of the positions `0 … size-1`, holes left out, and the link to the next. */
export function page<T>(
  call: GraphCall,
  query: Query,
  { normal, max }: PageSize,
  list: { size: number; at: (position: number) => T | undefined },
  paging: Paging,
): Page<T> {
  const purpose = purposeOf(call, query.canonical)
  if (query.skipToken === '') throw badRequest('Skip token is empty.')
  const place: Place = query.skipToken
    ? paging.tokens.open(purpose, query.skipToken)
    : { at: 0, of: list.size, order: paging.behaviour.shuffle ? ++paging.crawls : 0 }
  const link = (next: Place) => nextLinkOf(call, query.canonical, paging, next)
  if (call.twist === 'emptyPage') return { items: [], nextLink: link(place) }
  const { emptyPages, ignoreTop } = paging.behaviour
  const moved = place.at > 0 ? movedBy(call.twist) : 0
  if (place.at > 0 && moved === 0 && !place.paused && isPause(call.tenant.seed, purpose, place.at, emptyPages))
    return { items: [], nextLink: link({ ...place, paused: true }) }
  const size = Math.max(place.of, list.size) // what was added while the list is read comes last
  const top = Math.min(query.top ?? normal, ignoreTop ? normal : max)
  const items: T[] = []
  let at = place.at + moved
  for (; at < size && items.length < top; at++) {
    const item = list.at(position(at, place.of, place.order))
    if (item !== undefined) items.push(item)
  }
  const nextLink = at < size ? link({ at, of: place.of, order: place.order }) : undefined
  return { items, ...twisted(call, paging.origin, nextLink) }
}

/** A list that moves under its pages gives an entry twice, or leaves one out. */
function movedBy(twist: GraphCall['twist']): number {
  if (twist === 'movedPage') return -1
  return twist === 'skippedEntry' ? 1 : 0
}

/** The link to a place in the list that a call reads with these options. */
export function nextLinkOf(call: GraphCall, canonical: string, { origin, tokens }: Paging, next: Place): string {
  const kept = withoutSkipToken(call.query)
  const path = `${call.version}/${call.segments.map(encodeURIComponent).join('/')}`
  const token = tokens.make(purposeOf(call, canonical), next)
  return `${origin}/${path}?${kept === '' ? '' : `${kept}&`}$skiptoken=${token}`
}

/** What a skip token is good for. */
function purposeOf(call: GraphCall, canonical: string): string {
  return `${call.tenant.id} ${call.version}/${call.segments.join('/').toLowerCase()}?${canonical}`
}

/** The n-th of a list in a crawl's own order: a walk in steps that meet every position once. */
function position(n: number, of: number, order: number): number {
  if (order === 0 || n >= of) return n
  let step = (hash32('step', order) % of) + 1
  while (gcd(step, of) !== 1) step++
  return (n * (step % of) + (hash32('start', order) % of)) % of
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

function isPause(seed: number, purpose: string, at: number, oneIn: number): boolean {
  return oneIn > 0 && hash32(seed, purpose, at) % oneIn === 0
}

function twisted(call: GraphCall, origin: string, nextLink: string | undefined): { nextLink?: string } {
  if (call.twist === 'repeatedNextLink') return { nextLink: origin + call.url }
  if (call.twist === 'foreignNextLink')
    return { nextLink: (nextLink ?? origin + call.url).replace(origin, 'https://graph.simulator.invalid') }
  return nextLink === undefined ? {} : { nextLink }
}
