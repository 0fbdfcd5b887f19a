import { answerOrProblem, problem } from '../../src/http/problem'
import { AppError } from '../../src/shared/errors'

test('the answer has the code alone, and the log the error itself', async () => {
  const bug = new TypeError('secret details')
  const reported: unknown[] = []
  const answer = await answerOrProblem(
    () => Promise.reject(bug),
    (error) => void reported.push(error),
  )
  expect(answer).toMatchObject({ status: 500, jsonBody: { code: 'internal.bug' } })
  expect(JSON.stringify(answer)).not.toContain('secret details')
  expect(reported).toEqual([bug])
})

test.each([
  [new AppError('request.too_many'), { status: 429, retryAfter: '1' }],
  [new AppError('run.too_many_waiting'), { status: 429, retryAfter: '30' }],
  [new AppError('db.unavailable'), { status: 503, retryAfter: '5' }],
  [new AppError('auth.keys_unavailable', { retryAfterMs: 12_001 }), { status: 503, retryAfter: '13' }],
  [new Error('It failed.', { cause: new AppError('run.too_many_waiting') }), { status: 429, retryAfter: '30' }],
  [new AppError('run.unknown', { retryAfterMs: 1_000 }), { status: 404, retryAfter: undefined }],
])('%s says after how many seconds to ask again', (error, expected) => {
  const { status, headers } = problem(error)
  expect({ status, retryAfter: headers?.['retry-after'] }).toEqual(expected)
})
