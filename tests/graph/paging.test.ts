import { graphLimits } from '../../src/graph/limits'
import { collect, failure, open, policies } from './support/open'
import { inTurn, startServer, type Received, type Reply } from './support/server'

const never = () => false

/** Serves a list of `total` numbers, `size` per page unless `$top` is given. Its links contain an opaque token. */
function list(total: number, { size = 25, fail = never }: { size?: number; fail?: (from: number) => boolean } = {}) {
  return ({ url, headers }: Received): Reply => {
    const { searchParams, pathname } = new URL(url, 'http://graph')
    const from = Number(searchParams.get('$skiptoken')?.slice(1) ?? 0)
    const top = Number(searchParams.get('$top') ?? size)
    if (fail(from)) return { status: 500 }
    const value = Array.from({ length: Math.min(top, total - from) }, (_, i) => from + i)
    const link = `http://${headers.host}${pathname}?$top=${top}&$skiptoken=p${from + top}`
    return { json: { value, ...(from + top < total ? { '@odata.nextLink': link } : {}) } }
  }
}

const values = (pages: { value: unknown[] }[]) => pages.flatMap((page) => page.value)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

test('reads every page of a list', async () => {
  await using rig = await open(list(260))

  const pages = await collect(rig.graph.pages(policies))
  expect(values(pages)).toEqual(upTo(260))
  expect(pages.every((page) => !page.restarted)).toBe(true)
  expect(rig.graph.metrics).toMatchObject({ requests: 11, pages: 11 })
})

test('links are followed unchanged, and empty pages count as pages', async () => {
  const token = '$skiptoken=%5Bcosmosdb%5D%7B%22a%22%3A1%7D&$top=7&x=(a,b)+c&$top=7&empty='
  const link = `/beta/Other(Path)/List?${token}`
  await using rig = await open(({ url, headers }) =>
    url === link
      ? { json: { value: [1] } }
      : { json: { value: [], '@odata.nextLink': `http://${headers.host}${link}` } },
  )

  expect(values(await collect(rig.graph.pages(policies)))).toEqual([1])
  expect(rig.server.received[1]?.url).toBe(link)
})

test('a page is read only when it is needed', async () => {
  await using rig = await open(list(100))

  for await (const page of rig.graph.pages(policies)) {
    expect(page.value).toHaveLength(25)
    break
  }
  expect(rig.server.received).toHaveLength(1)
})

test('pages of definitions are not counted as pages', async () => {
  await using rig = await open(list(50))

  await collect(rig.graph.forDefinitions().pages(policies))
  expect(rig.graph.metrics).toMatchObject({ requests: 0, pages: 0, definitionRequests: 2 })
})

test.each([
  ['another host', 'https://graph.example.test/beta/x'],
  ['the same host under another scheme', 'ftp://127.0.0.1/beta/x'],
  ['a host that only begins with the same name', 'http://127.0.0.1.example.test/beta/x'],
  ['a relative link', '/beta/x'],
])('a next link (%s) is not followed', async (_, link) => {
  await using rig = await open(inTurn({ json: { value: [1], '@odata.nextLink': link } }))

  expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.foreign_link' })
  expect(rig.server.received).toHaveLength(1)
})

test('a link to another port, or with a user in it, never gets the token', async () => {
  await using other = await startServer(inTurn({ json: { value: [] } }))
  const links = [other.url, other.url.replace('http://', 'http://user:pass@')]
  for (const host of links) {
    await using rig = await open(inTurn({ json: { value: [1], '@odata.nextLink': `${host}/beta/x` } }))
    expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.foreign_link' })
  }
  await using own = await open(({ headers }) => ({
    json: { value: [1], '@odata.nextLink': `http://user:pass@${headers.host}/beta/x` },
  }))
  expect(await failure(collect(own.graph.pages(policies)))).toMatchObject({ code: 'graph.foreign_link' })
  expect(other.received).toHaveLength(0)
})

test('a repeated link is an error', async () => {
  const loop = ['a', 'b', 'a']
  await using rig = await open(({ headers }, index) => ({
    json: { value: [index], '@odata.nextLink': `http://${headers.host}/beta/x?$skiptoken=${loop[index % 3]}` },
  }))

  expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.paging' })
  expect(rig.server.received).toHaveLength(3)
})

test('a list with too many pages is an error', async () => {
  await using rig = await open(list(1_000), { limits: { pages: 10 } })

  expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.paging' })
  expect(rig.server.received).toHaveLength(10)
})

test('point 14: a list whose links differ each time and never end fails within one slice of 20 minutes', async () => {
  const sliceSeconds = 1_200
  const secondsPerPage = 0.2 // pages of one list follow each other
  expect(graphLimits.pages).toBeLessThanOrEqual(sliceSeconds / secondsPerPage)
  expect(graphLimits.pages).toBeLessThan(sliceSeconds * graphLimits.ratePerSecond)
  const endless = ({ headers }: Received, index: number): Reply => {
    return { json: { value: [{ id: 'same' }], '@odata.nextLink': `http://${headers.host}/beta/list?t=${index}` } }
  }
  await using rig = await open(endless, { limits: { pages: 100 } })

  expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.paging' })
  expect(rig.server.received).toHaveLength(100)
})

test('point 14: pages that a restart repeats count too', async () => {
  await using rig = await open(list(1_000, { fail: (from) => from === 200 }), { limits: { pages: 20, attempts: 1 } })

  // 8 pages of 25, the failed one, then pages of 12
  expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.paging' })
  expect(rig.server.received).toHaveLength(20)
})

test('a page that keeps failing restarts the list with half the $top', async () => {
  // the page at 200 fails until the list is restarted with 50 per page
  let broken = true
  await using rig = await open(list(300, { fail: (from) => from === 200 && broken }))
  const pages: { value: unknown[]; restarted: boolean }[] = []
  for await (const page of rig.graph.pages({ ...policies, query: { $top: '100', $expand: 'assignments' } })) {
    pages.push(page)
    if (page.restarted) broken = false
  }

  expect(pages.map((page) => page.value.length)).toEqual([100, 100, 50, 50, 50, 50, 50, 50])
  expect(pages.map((page) => page.restarted)).toEqual([false, false, true, ...Array(5).fill(false)])
  expect(values(pages.slice(2))).toEqual(upTo(300))
  const urls = rig.server.received.map((r) => r.url)
  expect(urls.filter((url) => url.includes('skiptoken=p200') && url.includes('$top=100'))).toHaveLength(5)
  expect(urls).toContain(`/beta/${policies.path}?$top=50&$expand=assignments`)
})

test.each([
  ['the largest page seen', (from: number) => from === 80, '20'],
  ['25, when the first page fails', () => true, '12'],
])('without a $top, half of %s is used', async (_, fail, top) => {
  await using rig = await open(list(200, { size: 40, fail }))

  await collect(rig.graph.pages(policies)).catch(() => {})
  const begun = rig.server.received.filter((r) => !r.url.includes('skiptoken')).map((r) => r.url)
  expect(new Set(begun)).toEqual(new Set([`/beta/${policies.path}`, `/beta/${policies.path}?$top=${top}`]))
})

test('when a page also fails with half the $top, the list is restarted without its $expand', async () => {
  await using rig = await open(({ url, headers }) => {
    if (!url.includes('$expand')) return { json: { value: [1, 2, 3, 4] } }
    if (url.includes('$skiptoken=')) return { status: 500 }
    return {
      json: { value: [1, 2], '@odata.nextLink': `http://${headers.host}/beta/x?$expand=assignments&$skiptoken=a` },
    }
  })
  const pages = await collect(rig.graph.pages({ ...policies, query: { $top: '2', $expand: 'assignments' } }))
  expect(pages).toEqual([
    { value: [1, 2], restarted: false },
    { value: [1, 2], restarted: true },
    { value: [1, 2, 3, 4], restarted: true },
  ])
  expect(rig.server.received.at(-1)?.url).toBe(`/beta/${policies.path}?$top=1`)

  await using down = await open(inTurn({ status: 500 }))
  const request = { ...policies, query: { $top: '2', $expand: 'assignments' } }
  expect(await failure(collect(down.graph.pages(request)))).toMatchObject({ code: 'graph.unavailable' })
  expect(down.server.received).toHaveLength(2 * 5)
})

test('a failure after the restarts is final', async () => {
  await using rig = await open(list(100, { fail: (from) => from === 50 }))

  const pages: unknown[][] = []
  async function read() {
    for await (const page of rig.graph.pages({ ...policies, query: { $top: '50' } })) pages.push(page.value)
  }
  expect(await failure(read())).toMatchObject({ code: 'graph.unavailable' })
  expect(pages.map((page) => page.length)).toEqual([50, 25, 25])
  expect(rig.server.received).toHaveLength(1 + 5 + 2 + 5)
})

test('an expired link restarts the list; a refused first page is an error', async () => {
  await using expired = await open(({ url, headers }) => {
    if (url.includes('$skiptoken=old')) return { status: 400, json: { error: { code: 'BadRequest' } } }
    if (url.includes('$top=1')) return { json: { value: [1, 2] } }
    return { json: { value: [1, 2, 3], '@odata.nextLink': `http://${headers.host}/beta/x?$skiptoken=old` } }
  })
  const pages = await collect(expired.graph.pages(policies))
  expect(pages).toEqual([
    { value: [1, 2, 3], restarted: false },
    { value: [1, 2], restarted: true },
  ])

  await using wrong = await open(inTurn({ status: 400, json: { error: { code: 'BadRequest' } } }))
  expect(await failure(collect(wrong.graph.pages(policies)))).toMatchObject({ code: 'graph.bad_request' })
  expect(wrong.server.received).toHaveLength(1)
})

test.each([403, 404])('%i does not restart the list', async (status) => {
  await using rig = await open(({ url, headers }) =>
    url.includes('skiptoken')
      ? { status, json: { error: { code: status === 404 ? 'ResourceNotFound' : 'Forbidden' } } }
      : { json: { value: [1], '@odata.nextLink': `http://${headers.host}/beta/x?$skiptoken=a` } },
  )
  await failure(collect(rig.graph.pages(policies)))
  expect(rig.server.received).toHaveLength(2)
})

test.each([{ value: {} }, {}, [], null, { value: [], '@odata.nextLink': 7 }])('%j is not a page', async (json) => {
  await using rig = await open(inTurn({ text: JSON.stringify(json) }))

  expect(await failure(collect(rig.graph.pages(policies)))).toMatchObject({ code: 'graph.malformed' })
})
