const name = 'tenantpilot:read'

/** Tells all of this page that notifications were read. */
export const sayRead = () => window.dispatchEvent(new Event(name))

/** Calls `listener` when notifications were read; gives a function that ends this. */
export function onRead(listener: () => void): () => void {
  window.addEventListener(name, listener)
  return () => window.removeEventListener(name, listener)
}
