/** True for a host of this machine. Only there a database may be dropped, or anything be asked without TLS. */
export function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}
