import { withEtag } from '../../src/http/etag'

const asking = (known?: string) => new Headers(known === undefined ? {} : { 'if-none-match': known })
const answer = (n: number) => ({ status: 200, headers: { 'retry-after': '2' }, jsonBody: { n } })
const etagOf = (n: number) => withEtag(answer(n), asking()).headers!.etag!

test('an answer has the same ETag as long as its bytes are the same', () => {
  expect(etagOf(1)).toMatch(/^"[\w-]{22}"$/)
  expect(etagOf(1)).toBe(etagOf(1))
  expect(etagOf(2)).not.toBe(etagOf(1))
})

test.each([(tag: string) => tag, (tag: string) => `W/${tag}`, (tag: string) => `"other", ${tag}`, () => '*'])(
  'who has these bytes gets 304 without a body, with the other headers: %#',
  (known) => {
    const { status, headers, ...rest } = withEtag(answer(1), asking(known(etagOf(1))))
    expect({ status, rest }).toEqual({ status: 304, rest: {} })
    expect(headers).toEqual({ 'retry-after': '2', etag: etagOf(1), 'cache-control': 'private, no-cache' })
  },
)

test('who has other bytes gets these', () => {
  expect(withEtag(answer(2), asking(etagOf(1)))).toMatchObject({ status: 200, jsonBody: { n: 2 } })
})
