import { pageOrRefusal } from '../../src/http/consent-pages'
import { AppError } from '../../src/shared/errors'

const answerTo = (error: Error) => pageOrRefusal(() => Promise.reject(error))

test('what is wrong is told on a page in our own words', async () => {
  expect(await answerTo(new AppError('db.unavailable', { message: 'host db-7 <b>away</b>' }))).toMatchObject({
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: expect.stringContaining('The database is unavailable or busy. Try again shortly.'),
  })
})

test('a bug is thrown on, so that it is logged', async () => {
  const bug = new Error('a bug')
  await expect(answerTo(bug)).rejects.toBe(bug)
})
