import type { SoakResult } from './soak'

type Judged = Pick<SoakResult, 'calm' | 'runs' | 'ended' | 'bugs' | 'stuck' | 'deadLetters' | 'noLoss'>

/** Lists why a soak did not pass; empty when it did. All faults are transient, so no dead letter is expected. */
export function reasonsToFail({ calm, runs, ended, bugs, stuck, deadLetters, noLoss }: Judged): string[] {
  const { active, status, changedAgain, rows, freshRows, different } = noLoss
  const notSucceeded = runs - (ended['succeeded'] ?? 0)
  const reasons: [boolean, string][] = [
    [stuck > 0, `${stuck} runs did not end within ten minutes`],
    [active > 0, `${active} runs were active ten minutes after the last fault`],
    [bugs > 0, `${bugs} runs failed for an error of ours`],
    [calm && notSucceeded > 0, `${notSucceeded} runs did not succeed without faults`],
    [deadLetters.length > 0, `${deadLetters.length} dead letters: ${deadLetters.slice(0, 5).join('; ')}`],
    [status !== 'succeeded', `a sync after the faults ended as ${status}`],
    [changedAgain !== 0, `one more sync changed ${changedAgain} rows`],
    [rows === 0, 'no row is stored'],
    [different !== 0, `${different} rows differ from those of a tenant that was never broken (${rows}, ${freshRows})`],
  ]
  return reasons.filter(([holds]) => holds).map(([, reason]) => reason)
}
