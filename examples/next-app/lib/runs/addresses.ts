/** The page with the runs of a tenant; only those of some states, from a page on. */
export function runsAddress(tenantId: string, { status, cursor }: { status?: string; cursor?: string } = {}): string {
  const query = new URLSearchParams({ ...(status && { status }), ...(cursor && { cursor }) }).toString()
  return `/tenants/${encodeURIComponent(tenantId)}/runs${query && `?${query}`}`
}

/** The page of a run. */
export const runAddress = (tenantId: string, runId: string): string =>
  `${runsAddress(tenantId)}/${encodeURIComponent(runId)}`
