/**
 * `CRASH_POINT=<number>` crashes at one point, `CRASH_SEED=<number>` simulates one seed, and `CRASH_TRACE=<file>` writes
 * down what the last simulation did.
 */
export const { CRASH_POINT, CRASH_SEED, CRASH_TRACE } = process.env

/** Tells how to repeat one failure. */
export const replayPoint = (n: number) => `replay: CRASH_POINT=${n} npx jest tests/crash/points/points.test`
export const replaySeed = (n: number) =>
  `replay: CRASH_SEED=${n} CRASH_TRACE=trace.txt npx jest tests/crash/simulation/simulation.test`
