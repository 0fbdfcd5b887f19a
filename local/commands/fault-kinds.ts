import { InvalidArgumentError } from 'commander'
import type { FaultKind } from '../simulator/traffic/faults'
import { isRefusal, refusals } from '../simulator/traffic/refusals'

/** What a fault does to a request. The kind `status` is asked for by its number; `tokenError` needs the control API. */
const kinds: Readonly<Record<Exclude<FaultKind, 'status' | 'tokenError'>, string>> = {
  drop: 'the connection breaks',
  malformed: 'an answer that is no JSON',
  html: 'a page of HTML instead of JSON',
  slow: 'the answer comes 2 s later',
  emptyPage: 'a page without entries, and with a next link (also: empty)',
  repeatedNextLink: 'a next link that leads to the same page again',
  foreignNextLink: 'a next link that leads to another host',
  movedPage: 'a following page repeats the last entry of the page before',
  skippedEntry: 'a following page lacks one entry',
  cutList: 'half of a page, and no next link',
  brokenPage: 'a following page fails with 500 until the list is read in smaller pages',
  expiredSkipToken: 'a following page fails with 400, as if its link were too old',
}

/** The part of the help that lists the kinds. */
export const faultHelp = `
Kinds:
${[['400 to 599', 'this status, such as 429, 503, 404 or 403'], ...Object.entries(kinds)].map(line).join('\n')}

Errors that Graph was seen to send:
${Object.entries(refusals)
  .map(([name, { means }]) => line([name, means]))
  .join('\n')}`

function line([name, does]: readonly string[]): string {
  return `  ${name!.padEnd(18)}${does}`
}

/** Reads a status or a kind as the control API wants it. */
export function faultKind(text: string): { kind: string; status?: number; like?: string } {
  if (/^[45]\d\d$/.test(text)) return { kind: 'status', status: Number(text) }
  if (isRefusal(text)) return { kind: 'status', like: text }
  if (text === 'empty' || Object.hasOwn(kinds, text)) return { kind: text }
  throw new InvalidArgumentError(
    `"${text}" is no kind of fault: a status from 400 to 599, or ${[...Object.keys(kinds), ...Object.keys(refusals)].join(', ')}`,
  )
}
