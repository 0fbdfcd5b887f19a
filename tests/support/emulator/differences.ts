import { usesEmulator } from '../test-broker'

/**
 * The one list of what Microsoft's emulator does otherwise than our broker, as far as a test of this project notices. A test
 * that needs the broker's way is made by `testUnless`, so that it is shown as skipped.
 */
export const differences = {
  clock: 'Time in the emulator is real: no test can move it, and a lock that a process left lasts its whole minute.',
  administration:
    'The emulator answers administration by HTTP on port 5300, which the JavaScript SDK does not ask: it speaks HTTPS to the port of the queues.',
  status: 'The config of the emulator knows no status of a queue, so that none can be `ReceiveDisabled`.',
  locked: 'By peeking, a locked message cannot be told from one that waits: both are counted as active.',
  shared:
    'There is one emulator for all tests: files run one after the other, and each start empties the queues that are there.',
  connections: 'The emulator takes 10 connections at once, and a queue of 100 MB; Service Bus takes 1,000 and more.',
  identity: 'The emulator takes its well-known key and no token of Entra; nor does it need one that is valid.',
} as const

/** `test`, or its skipped form where the emulator differs. */
export const testUnless = (_difference: keyof typeof differences): jest.It => (usesEmulator ? test.skip : test)
