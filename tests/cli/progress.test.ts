import { Writable } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { RunView } from '../../cli/answers'
import { createProgress } from '../../cli/progress'
import { monitored } from './server'

/** Collects what is written, as a terminal or as a file. */
function collector(isTTY: boolean) {
  const written: string[] = []
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString())
      done()
    },
  })
  const stream = Object.assign(out, { isTTY, columns: 200, cursorTo() {}, moveCursor() {}, clearLine() {} })
  return { stream: stream as unknown as WriteStream, text: () => written.join('') }
}

const working = RunView.parse(
  monitored({
    status: 'running',
    phase: 'poli\u001bcies',
    finishedAt: null,
    progress: { done: 1, total: 3 },
    graph: { requests: 4, pages: 2, retries: 2, throttledMs: 3400, definitionRequests: 1 },
  }),
)

test('without a terminal there is a line for each state, without a bar, colour or control character', () => {
  const { stream, text } = collector(false)
  const { show, end } = createProgress(stream)
  show(working)
  show(RunView.parse(monitored()))
  end()
  expect(text()).toBe(
    '  running (poli\ufffdcies): 1/3 items, 7 settings, 2 retries, throttled for 3 s\n  succeeded (ended): 3/3 items, 7 settings\n',
  )
})

test('a terminal has a bar, and sees that Graph is slow', () => {
  const { stream, text } = collector(true)
  const { show, end } = createProgress(stream)
  show(working)
  end()
  expect(text()).toContain('1/3 items, 7 settings  poli\ufffdcies, 2 retries, throttled for 3 s')
})

test.each([
  ['a terminal', true],
  ['a file', false],
])('as long as the total is not known, %s sees that, and once it is known it stays', (_what, isTTY) => {
  const { stream, text } = collector(isTTY)
  const { show, end } = createProgress(stream)
  const now = jest.spyOn(Date, 'now')
  for (const [i, total] of [null, null, 9, null].entries()) {
    now.mockReturnValue(1000 + i * 1000) // neither view draws more often than its limit
    show({ ...working, progress: { done: i * 2, total } })
  }
  end()
  const shown = [...text().matchAll(/(\d+(?:\/\d+)?) items( so far, still counting)?/g)].map(([all]) => all)
  expect(shown.filter((each, i) => each !== shown[i - 1])).toEqual([
    '0 items so far, still counting',
    '2 items so far, still counting',
    '4/9 items',
    '6/9 items',
  ])
  expect(text()).not.toMatch(/\/0 items|0\/1 /)
  now.mockRestore()
})

test('a bar that never began ends without a sign', () => {
  const { stream, text } = collector(true)
  createProgress(stream).end()
  expect(text()).toBe('')
})
