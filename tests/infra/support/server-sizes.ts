/**
 * Connections that users may open on each size of Azure Database for PostgreSQL: `max_connections` less the 15 that Azure keeps
 * for itself. Source: Microsoft, "Limits in Azure Database for PostgreSQL flexible server", November 2026.
 */
export function userConnections(sku: string): number {
  const [, family, size] = /^Standard_([BDE])(\d+)\w*$/.exec(sku) ?? []
  const bySize = sizes[sku] ?? (family === 'D' || family === 'E' ? general[family][Number(size)] : undefined)
  if (bySize === undefined)
    throw new Error(`How many connections ${sku} allows is not known: add it from Microsoft's table.`)
  return bySize
}

const most = 4985

const sizes: Readonly<Record<string, number>> = {
  Standard_B1ms: 35,
  Standard_B2s: 414,
  Standard_B2ms: 844,
  Standard_B4ms: 1703,
  Standard_B8ms: 3422,
  Standard_B12ms: most,
  Standard_B16ms: most,
  Standard_B20ms: most,
}

/** By virtual cores. */
const general: Readonly<Record<'D' | 'E', Readonly<Record<number, number>>>> = {
  D: { 2: 844, 4: 1703, 8: 3422, 16: most, 32: most, 48: most, 64: most, 96: most },
  E: { 2: 1703, 4: 3422, 8: most, 16: most, 20: most, 32: most, 48: most, 64: most, 96: most },
}
