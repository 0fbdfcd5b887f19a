import { hash32 } from '../seed'
import { type GraphCall, badRequest } from './answer'
import { type Query, withoutSkipToken } from './query'
import type { Place, SkipTokens } from './skip-token'

/** The behaviour of lists that can be changed while the simulator runs. */
export interface Behaviour {
  /** On average, every n-th follow-up page is preceded by an empty one, chosen by the tenant's seed; 0: none. */
  emptyPages: number
  /** Every read of a list has a different order. */
  shuffle: boolean
  /** A `$top` above the normal page size has no effect. */
  ignoreTop: boolean
}

export interface Paging {
  origin: string
  tokens: SkipTokens
  behaviour: Behaviour
  /** Number of shuffled list reads so far. */
  listReads: number
}

export interface PageSize {
  normal: number
  /** A larger `$top` is cut to this. */
  max: number
}

/** Lists that fit on one page. */
export const wholeSize: PageSize = { normal: 1000, max: 1000 }

/** The settings of one policy. */
export const settingsSize: PageSize = { normal: 25, max: 1000 }

export interface Page<T> {
  items: T[]
  nextLink?: string
}

/** Returns one page of the positions `0 … size-1` without holes, and the link to the next page. */
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
    : { at: 0, of: list.size, order: paging.behaviour.shuffle ? ++paging.listReads : 0 }
  const link = (next: Place) => nextLinkOf(call, query.canonical, paging, next)
  if (call.pageFault === 'emptyPage') return { items: [], nextLink: link(place) }
  const { emptyPages, ignoreTop } = paging.behaviour
  const offset = place.at > 0 ? offsetOf(call.pageFault) : 0
  if (offset === 0 && startsWithEmptyPage(call.tenant.seed, purpose, place, emptyPages))
    return { items: [], nextLink: link({ ...place, emptyPageSent: true }) }
  const size = Math.max(place.of, list.size) // entries added during the read come last
  const wanted = Math.min(query.top ?? normal, ignoreTop ? normal : max)
  const top = call.pageFault === 'cutList' ? Math.ceil(Math.min(wanted, size - place.at) / 2) : wanted
  const items: T[] = []
  let at = place.at + offset
  for (; at < size && items.length < top; at++) {
    const item = list.at(position(at, place.of, place.order))
    if (item !== undefined) items.push(item)
  }
  const nextLink = at < size ? link({ at, of: place.of, order: place.order }) : undefined
  return { items, ...withLinkFault(call, paging.origin, nextLink) }
}

/** Returns by how many entries a fault moves the start of a page. */
function offsetOf(fault: GraphCall['pageFault']): number {
  if (fault === 'movedPage') return -1
  return fault === 'skippedEntry' ? 1 : 0
}

/** Returns the nextLink to a place in the list, bound to these options. */
export function nextLinkOf(call: GraphCall, canonical: string, { origin, tokens }: Paging, next: Place): string {
  const kept = withoutSkipToken(call.query)
  const path = `${call.version}/${call.segments.map(encodeURIComponent).join('/')}`
  const token = tokens.make(purposeOf(call, canonical), next)
  return `${origin}/${path}?${kept === '' ? '' : `${kept}&`}$skiptoken=${token}`
}

/** Returns the tenant, path and options that a skip token is bound to. */
function purposeOf(call: GraphCall, canonical: string): string {
  return `${call.tenant.id} ${call.version}/${call.segments.join('/').toLowerCase()}?${canonical}`
}

/** Returns the position of the n-th entry in a shuffled order; fixed steps visit every position once. */
function position(n: number, of: number, order: number): number {
  if (order === 0 || n >= of) return n
  let step = (hash32('step', order) % of) + 1
  while (gcd(step, of) !== 1) step++
  return (n * (step % of) + (hash32('start', order) % of)) % of
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

function startsWithEmptyPage(seed: number, purpose: string, place: Place, oneIn: number): boolean {
  return place.at > 0 && !place.emptyPageSent && oneIn > 0 && hash32(seed, purpose, place.at) % oneIn === 0
}

function withLinkFault(call: GraphCall, origin: string, nextLink: string | undefined): { nextLink?: string } {
  if (call.pageFault === 'cutList') return {}
  if (call.pageFault === 'repeatedNextLink') return { nextLink: origin + call.url }
  if (call.pageFault === 'foreignNextLink')
    return { nextLink: (nextLink ?? origin + call.url).replace(origin, 'https://graph.simulator.invalid') }
  return nextLink === undefined ? {} : { nextLink }
}
