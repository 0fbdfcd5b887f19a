import { answerOrProblem } from '../../src/http/problem'

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
