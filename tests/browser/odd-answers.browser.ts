import { examples } from '../../src/http/examples'
import { startServer } from '../cli/server'
import { findChromium } from './chromium'
import { launchChromium } from './launch'
import { type NextServer, startNext } from './next-server'

const browserTest = findChromium() ? it : it.skip
const { run, listedRun } = examples
const runPath = `/tenants/t/runs/${run.runId}`

/** What the API answers, by the end of the path; else a list without items. */
let answers: Record<string, unknown> = {}
let api: Awaited<ReturnType<typeof startServer>>
let app: NextServer
beforeAll(async () => {
  if (!findChromium()) return
  api = await startServer(({ url }, response) => {
    const path = url!.split('?')[0]!
    const answer = Object.entries(answers).find(([end]) => path.endsWith(end))?.[1]
    response.end(JSON.stringify(answer === undefined ? { items: [], nextCursor: null } : answer))
  })
  app = await startNext({
    TENANTPILOT_URL: api.url,
    TENANTPILOT_CLIENT_ID: 'api',
    AZURE_AUTHORITY_HOST: api.url,
    AZURE_TENANT_ID: 'home',
    AZURE_CLIENT_ID: 'app',
    AZURE_CLIENT_SECRET: 'secret',
  })
})
beforeEach(() => {
  answers = {
    '/token': { access_token: 'mine', expires_in: 3600 },
    '/tenants/t': { appKey: 'contoso', name: 'Contoso Ltd' },
    [`/runs/${run.runId}`]: run,
  }
})
afterAll(async () => {
  await app?.stop()
  await api?.close()
})

const read = async (path: string) => {
  const response = await fetch(app.url + path)
  return { status: response.status, text: await response.text() }
}

const odd = [{ items: [{ x: 1 }] }, null, [], 'text']
const pages = [
  ['/notifications', '/notifications'],
  ['/tenants/t/runs', '/t/runs'],
  [runPath, `/runs/${run.runId}`],
  ['/', '/workspaces'],
] as const

for (const [path, end] of pages)
  browserTest(`${path} says in words that an answer is of another form`, async () => {
    for (const answer of odd) {
      answers[end] = answer
      const { status, text } = await read(path)
      expect([answer, status, text]).toEqual([answer, 200, expect.stringContaining('does not understand')])
    }
  })

browserTest('a state that this version does not know is shown by its name', async () => {
  answers['/t/runs'] = { items: [{ ...listedRun, status: 'hibernating' }], nextCursor: null }
  expect(await read('/tenants/t/runs')).toMatchObject({ status: 200, text: expect.stringContaining('hibernating') })
})

for (const path of ['/tenants/%E0%A4/runs', '/tenants/t/runs/%E0%A4%A', '/tenants/%E0%A4%A/runs/x'])
  browserTest(`the address ${path}, which is not well encoded, is no error of the app`, async () => {
    const { status, text } = await read(path)
    expect([status, text]).toEqual([400, expect.stringContaining('This address is not valid.')])
  })

browserTest('a run shows the name and the key of its tenant', async () => {
  const { text } = await read(runPath)
  for (const shown of ['Contoso Ltd', 'Key of the tenant']) expect(text).toContain(shown)
})

browserTest('a page that could not be made says so, and is tried again by a button', async () => {
  const item = { ...examples.notification, whatToDo: { no: 'text' } }
  answers['/notifications'] = { items: [item], nextCursor: null }
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`${app.url}/notifications`)
    await page.getByRole('heading', { name: 'This page cannot be shown' }).waitFor()
    delete answers['/notifications']
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor()
  } finally {
    await browser.close()
  }
})
