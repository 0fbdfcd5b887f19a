import * as z from 'zod'
import { createBoundedPool } from '../../src/shared/bounded-pool'
import { checked } from '../answers'
import { call, Refused } from '../call'
import type { Api } from '../http'
import { listWorkspaces } from '../workspace'
import type { Letter } from './letter'

/** `GET /workspaces/{workspace}/runs/{runId}`, as far as it is told here. */
const Run = z.object({
  runId: z.uuid(),
  externalId: z.string().nullable(),
  operation: z.string(),
  status: z.string(),
  attempt: z.number(),
  error: z.object({ code: z.string(), category: z.string(), message: z.string() }).nullable(),
})
type Run = z.infer<typeof Run>

/** A dead letter and its run; null where it has none, or none that this caller may see. */
export interface KnownLetter {
  letter: Letter
  run: Run | null
}

/** Far below what an instance of the API takes from one caller. */
const askedAtOnce = 4

/**
 * Adds to each letter its run, as the API tells it. A message has no tenant, so each workspace of the caller is asked. `problem`:
 * why runs could not be asked for; letters are then given without.
 */
export async function withRuns(
  letters: readonly Letter[],
  connect: () => Api,
): Promise<{ known: KnownLetter[]; problem?: string }> {
  const runs = new Map<string, Run | null>()
  const ids = new Set(letters.flatMap(({ runId }) => runId ?? []))
  const problem = ids.size > 0 ? await readRuns(ids, connect, runs) : undefined
  const known = letters.map((letter) => ({ letter, run: runs.get(letter.runId ?? '') ?? null }))
  return { known, ...(problem === undefined ? {} : { problem }) }
}

/** Reads runs into a map. Returns why it could not. */
async function readRuns(
  ids: ReadonlySet<string>,
  connect: () => Api,
  runs: Map<string, Run | null>,
): Promise<string | undefined> {
  try {
    const api = connect()
    const workspaces = await listWorkspaces(api)
    const pool = createBoundedPool({ running: askedAtOnce, waiting: 0 })
    for (const id of ids) await pool.add(async () => void runs.set(id, await findRun(api, workspaces, id)))
    await pool.drain()
    return undefined
  } catch (error) {
    return (error as Error).message.replaceAll('\n', ' ')
  }
}

/** Null: no workspace of the caller has it. */
async function findRun(api: Api, workspaces: readonly { workspaceId: string }[], runId: string): Promise<Run | null> {
  for (const { workspaceId } of workspaces) {
    const answer = await call(api, 'GET', `/workspaces/${workspaceId}/runs/${runId}`).catch((error: unknown) => {
      if (error instanceof Refused && [403, 404].includes(error.status)) return null
      throw error
    })
    if (answer !== null) return checked(Run, answer)
  }
  return null
}

/** Why nobody knows the run of a letter; null: it is known. */
export function noteOf({ letter, run }: KnownLetter): string | null {
  if (run) return null
  return letter.runId === null ? 'no message of ours' : 'unknown run'
}

/** What the run of a letter does, in words where nobody knows. */
export function operationOf(known: KnownLetter): string {
  return noteOf(known) ?? known.run!.operation
}

/** Why its run failed, else why the broker dead-lettered it. */
export function codeOf({ letter, run }: KnownLetter): string {
  return run?.error?.code ?? letter.reason ?? 'no reason given'
}
