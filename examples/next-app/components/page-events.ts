/** `started`: a run was. `changed`: other runs than before are active, or in another state. `read`: notifications were. */
type PageEvent = 'started' | 'changed' | 'read'

/** Tells the components of this page. */
export const say = (event: PageEvent) => window.dispatchEvent(new Event(`tenantpilot:${event}`))

/** Calls `listener` when this was said; gives a function that ends it. */
export function onSaid(event: PageEvent, listener: () => void): () => void {
  window.addEventListener(`tenantpilot:${event}`, listener)
  return () => window.removeEventListener(`tenantpilot:${event}`, listener)
}
