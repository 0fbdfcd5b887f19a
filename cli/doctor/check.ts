import { withTimeout } from '../../src/shared/timeout'
import { azureCliMs } from '../azure-cli'
import { NoAnswer } from '../call'
import { unlessAborted } from '../interrupt'

/** What came of a check. `remedy`: what to do; null where all is well. */
export interface Finding {
  state: 'ok' | 'warning' | 'failed' | 'not checked'
  says: string
  remedy: string | null
}

export const ok = (says: string): Finding => ({ state: 'ok', says, remedy: null })
export const warning = (says: string, remedy: string): Finding => ({ state: 'warning', says, remedy })
export const failed = (says: string, remedy: string): Finding => ({ state: 'failed', says, remedy })
export const notChecked = (says: string, remedy: string): Finding => ({ state: 'not checked', says, remedy })

/** One look, which may answer several checks. */
export interface Look {
  /** The names of its checks; the others can be told only where the first one is well. */
  names: readonly [string, ...string[]]
  /** Gives the findings in the order of the names, the first alone where no other can be told. Ends when the signal aborts. */
  look(signal: AbortSignal): Promise<Finding[]>
  /** What to do when it throws or is silent; perhaps by what it threw. */
  remedy: string | ((error: Error) => string)
  /** Milliseconds until it counts as silent; default: 10 s. */
  withinMs?: number
}

/** A finding with the name of its check. */
export interface Told extends Finding {
  name: string
}

/** After so long something is silent. Milliseconds. */
export const silentMs = 10_000
/** What gives a token may take as long as `az`, and a moment more to say why there is none. Milliseconds. */
export const tokenMs = azureCliMs + 5_000
export const tooLate = (ms: number) => new NoAnswer(`There was no answer within ${ms / 1000} s.`)

/**
 * Looks, and tells each of the checks. A look that throws or is silent is a finding too: nothing is thrown but the reason of
 * `interrupted`, once that aborts.
 */
export async function tell(
  { names, look, remedy, withinMs = silentMs }: Look,
  interrupted: AbortSignal,
): Promise<Told[]> {
  const late = new AbortController()
  const signal = AbortSignal.any([interrupted, late.signal])
  const limited = () =>
    withTimeout(
      withinMs,
      () => look(signal),
      () => tooLate(withinMs),
    )
  const findings = await unlessAborted(interrupted, limited)
    .catch((error: Error) => [failed(error.message, typeof remedy === 'string' ? remedy : remedy(error))])
    .finally(() => late.abort())
  interrupted.throwIfAborted()
  const [first] = names
  const others = notChecked('It cannot be told.', `See "${first}".`)
  return names.map((name, i) => ({ name, ...(findings[i] ?? others) }))
}
