/** The header that asks for news only. None without an ETag. */
export function ifNoneMatch(etag: string | null | undefined): Record<string, string> {
  return etag ? { 'If-None-Match': etag } : {}
}
