import type { Heard } from '../../examples/next-app/lib/polling/heard'
import { nextAskMs } from '../../examples/next-app/lib/polling/next-ask'
import { startPolling } from '../../examples/next-app/lib/polling/poll'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const news = (value: string, retryAfterMs?: number): Heard<string> => ({
  kind: 'news',
  value,
  etag: `"${value}"`,
  retryAfterMs,
})
const away = (retryAfterMs?: number): Heard<string> => ({ kind: 'away', message: 'away', retryAfterMs })

/** Polls a list of answers, the last one again and again. `asked`: when, in milliseconds since the start, and with which ETag. */
function pollOf(answers: Heard<string>[], everyMs: (value: string | undefined) => number | null = () => 1_000) {
  const start = Date.now()
  const asked: [at: number, etag: string | undefined][] = []
  const heard: string[] = []
  const page = { isHidden: false, changed: () => {} }
  const polling = startPolling<string>({
    ask(etag) {
      asked.push([Date.now() - start, etag])
      return Promise.resolve(answers.length > 1 ? answers.shift()! : answers[0]!)
    },
    hear: ({ kind }) => void heard.push(kind),
    everyMs,
    page: {
      hidden: () => page.isHidden,
      onChange(listener) {
        page.changed = listener
        return () => (page.changed = () => {})
      },
    },
  })
  return { asked, heard, polling, page, show: (isHidden: boolean) => ((page.isHidden = isHidden), page.changed()) }
}

test('it asks at once and then again, for news since the last answer', async () => {
  const { asked, polling } = pollOf([news('a'), { kind: 'same', retryAfterMs: undefined }, news('b')])
  await jest.advanceTimersByTimeAsync(3_500)
  expect(asked).toEqual([
    [0, undefined],
    [1_000, '"a"'],
    [2_000, '"a"'],
    [3_000, '"b"'],
  ])
  polling.stop()
  await jest.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveLength(4)
})

test('it is patient with who does not answer, and quick again afterwards', async () => {
  const { asked } = pollOf([away(), away(), away(), news('a')])
  await jest.advanceTimersByTimeAsync(8_500)
  expect(asked.map(([at]) => at)).toEqual([0, 1_000, 3_000, 7_000, 8_000])
})

test('it waits as long as was asked for, also when the page is shown again', async () => {
  const { asked, show } = pollOf([away(20_000), news('a', 5_000)])
  await jest.advanceTimersByTimeAsync(1_000)
  show(true)
  show(false)
  await jest.advanceTimersByTimeAsync(25_000)
  expect(asked.map(([at]) => at)).toEqual([0, 20_000, 25_000])
})

test('a page that nobody sees asks once a minute, and at once when it is shown', async () => {
  const { asked, show, page } = pollOf([news('a')])
  page.isHidden = true
  await jest.advanceTimersByTimeAsync(61_000)
  show(false)
  await jest.advanceTimersByTimeAsync(500)
  expect(asked.map(([at]) => at)).toEqual([0, 60_000, 61_000])
})

test.each<[string, Heard<string>]>([
  ['a refusal', { kind: 'refused', message: 'no' }],
  ['the last answer', news('over')],
])('after %s nothing more is asked', async (_, answer) => {
  const { asked, heard } = pollOf([answer], (value) => (value === 'over' ? null : 1_000))
  await jest.advanceTimersByTimeAsync(100_000)
  expect(asked).toHaveLength(1)
  expect(heard).toEqual([answer.kind])
})

test('what was done is asked for now, and one question at a time', async () => {
  const { asked, polling } = pollOf([news('a')])
  await jest.advanceTimersByTimeAsync(500)
  polling.now()
  polling.now()
  await jest.advanceTimersByTimeAsync(900)
  expect(asked.map(([at]) => at)).toEqual([0, 500])
})

test('however often it failed, it asks every half minute, unless it asks less often anyway', () => {
  const since = { failures: 20, hidden: false, retryAfterMs: undefined }
  expect(nextAskMs({ ...since, everyMs: 2_000 })).toBe(30_000)
  expect(nextAskMs({ ...since, everyMs: 90_000 })).toBe(90_000)
})
