import { withTimeout } from '../../src/shared/timeout'
import type { RunView } from '../answers'
import { followRun, startRun } from '../api-client'
import { NoAnswer, Refused } from '../call'
import type { Api } from '../http'
import type { ProgressView } from '../progress'
import type { Typed } from '../usage'
import { type Read, readVerified, remedy, type Verified } from '../verify-report'
import { failed, type Finding, type Look, notChecked, ok, silentMs, tokenMs, tooLate, warning } from './check'
import { heldToken, noToken } from './token'

/** A tenant whose Graph is slow may take so long. Milliseconds. */
const verifyMs = 120_000
const everyMs = 1000

interface TenantDeps {
  api: Api
  progress: ProgressView
  typed: Typed
}

/** Runs `tenant.verify`, and tells whether Graph lets the tenant be read. */
export function tenantLook({ api, progress, typed }: TenantDeps): Look {
  return {
    names: [`Graph of ${api.tenantId}`, 'permissions', 'licences'],
    remedy: alone(typed),
    withinMs: tokenMs + verifyMs,
    async look(signal): Promise<Finding[]> {
      if ((await heldToken(api.token)) === undefined) return [noToken]
      try {
        const start = () => startRun(api, 'verify', {}, signal)
        const { runId } = await withTimeout(silentMs, start, () => tooLate(silentMs))
        const run = await followRun(api, runId, (each) => progress.show(each), { signal, everyMs })
        return findings(run, typed)
      } catch (error) {
        signal.throwIfAborted()
        return [unanswered(error as Error, typed)]
      } finally {
        progress.end()
      }
    },
  }
}

const alone = (typed: Typed) => `Look at it alone: ${typed('verify')}`

/** Why the run was not started, or not followed to its end. */
function unanswered(error: Error, typed: Typed): Finding {
  if (error instanceof NoAnswer) return failed(error.message, 'See "address".')
  if (!(error instanceof Refused)) return failed(error.message, 'See "address" and "token".')
  const { status, message } = error
  if (status === 401) return failed(message, 'See "token".')
  // what the API refuses with, says what to do
  if (status === 403 || status === 404) return failed(`The API refuses it (${status}).`, message)
  return failed(message, alone(typed))
}

function findings(run: RunView, typed: Typed): Finding[] {
  const verified = readVerified(run.result)
  const again = `Look at it: ${typed('runs', 'show', run.runId)}`
  if (run.status !== 'succeeded' && run.status !== 'partial')
    return [
      run.error
        ? failed(`The run ${run.status} (${run.error.code}).`, `${run.error.message} ${again}`)
        : failed(`The run ${run.status}.`, again),
    ]
  if (!verified) return [notChecked('The result is not as expected.', 'Use a command as new as the API.')]
  return [graph(verified, again), missing(verified, 'permission'), missing(verified, 'licence')]
}

/** Whether Graph answers. What lacks a permission or a licence is told by those. */
function graph({ displayName, reads }: Verified, again: string): Finding {
  const readable = reads.filter((read) => read.readable).length
  const says = `${displayName ?? 'A tenant without a name'}: ${readable} of ${reads.length} sources can be read.`
  if (readable === 0) return failed(says, again)
  const unexplained = reads.filter((read) => !read.readable && read.missing === null)
  if (unexplained.length === 0) return ok(says)
  const codes = unexplained.map(({ what, code }) => `${what} (${code ?? 'no code'})`)
  return warning(`${says} Not: ${codes.join(', ')}.`, `docs/error-codes.md says what the codes mean. ${again}`)
}

function missing({ permissions, licences, reads }: Verified, kind: NonNullable<Read['missing']>['kind']): Finding {
  const lacking = reads.filter((read) => !read.readable && read.missing?.kind === kind)
  if (lacking.length > 0) {
    const says = `They lack for ${lacking.map(({ what }) => what).join(', ')}.`
    return warning(says, [...new Set(lacking.map((read) => remedy(read.missing!)))].join('; '))
  }
  const had = (kind === 'permission' ? permissions : licences) ?? []
  return ok(had.length > 0 ? `${had.join(', ')}.` : 'None is known to be missing.')
}
