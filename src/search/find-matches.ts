import { hasIndex, type Position } from './conditions'
import { type Matches, type SearchScope, scanInOrder, searchByIndex } from './match-queries'

/** Rows to scan first. Most searches end here: they fill the page, or the tenant has no more rows. */
const firstRows = 5_000
/** Scan on if matches are so dense that this many rows fill the page; scanning more takes longer than an index search. */
const maxDenseRows = 100_000
/** Matches to read from an index to find where the page ends. Fewer are all there are. */
const sample = 5_000
/** A search that no index helps scans in batches for this time; then the page ends where the scan stopped. */
const scanRows = 50_000
const scanTimeMs = 1_500

/** Finds the first `wanted` matches after a position: scans the first rows, then scans on or searches by index. */
export async function findMatches(scope: SearchScope, after: Position | undefined, wanted: number): Promise<Matches> {
  const first = await scanInOrder(scope, after, wanted, firstRows)
  const second = await scanFurtherIfDense(scope, first, wanted)
  const { positions, scannedTo } = second
  if (!scannedTo) return second
  if (!hasIndex(scope.query)) return scanUntilTimeout(scope, second, wanted)
  return {
    positions: [...positions, ...(await searchByIndex(scope, scannedTo, wanted - positions.length, sample))],
    scannedTo: undefined,
  }
}

/** Scans on if matches are dense in the first rows; reads twice the rows that this density needs to fill the page. */
async function scanFurtherIfDense(
  scope: SearchScope,
  { positions, scannedTo }: Matches,
  wanted: number,
): Promise<Matches> {
  const rows = Math.ceil((2 * firstRows * (wanted - positions.length)) / positions.length)
  if (!scannedTo || rows > maxDenseRows) return { positions, scannedTo }
  const more = await scanInOrder(scope, scannedTo, wanted - positions.length, rows)
  return { positions: [...positions, ...more.positions], scannedTo: more.scannedTo }
}

async function scanUntilTimeout(scope: SearchScope, found: Matches, wanted: number): Promise<Matches> {
  const positions = [...found.positions]
  let { scannedTo } = found
  const until = performance.now() + scanTimeMs
  while (scannedTo && performance.now() < until) {
    const batch: Matches = await scanInOrder(scope, scannedTo, wanted - positions.length, scanRows)
    positions.push(...batch.positions)
    scannedTo = batch.scannedTo
  }
  return { positions, scannedTo }
}
