import type { Receiver, Sender } from 'rhea'
import { fieldNames } from './rhea-fields'
import { attachOf } from './rhea-internals'

/** Confirms a link with the source, target and settle modes its client asked for; the Go client refuses other modes. */
export function confirm(link: Sender | Receiver): void {
  const attach = attachOf(link)
  attach.snd_settle_mode ??= link.snd_settle_mode
  attach.rcv_settle_mode ??= link.rcv_settle_mode
  if (link.source) link.set_source(copyOf(link.source))
  if (link.target) link.set_target(copyOf(link.target))
}

/**
 * Copies the fields of a decoded source or target. rhea's own copy shares its list, and that of an empty one is the list
 * of everything empty that the process decodes later.
 */
function copyOf<T extends object>(terminus: T): T {
  return Object.fromEntries(fieldNames(terminus).map((name) => [name, terminus[name as keyof T]])) as T
}
