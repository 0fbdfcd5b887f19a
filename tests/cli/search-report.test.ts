import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { printSearch } from '../../../local/commands/report'

let server: Server
const said: string[] = []
beforeEach(async () => {
  said.length = 0
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  const hit = (policyId: string, settingName: string) => ({
    policyId,
    policyName: 'P',
    policyType: 'x',
    settingName,
    value: 'v',
  })
  const body = { items: [hit('1', 'a'), hit('1', 'b'), hit('2', 'a')], nextCursor: 'c', sources: [] }
  server = createServer((_request, response) => void response.end(JSON.stringify(body)))
  await new Promise<void>((resolve) => server.listen(0, resolve))
})
afterEach(() => {
  jest.restoreAllMocks()
  return new Promise((resolve) => server.close(resolve))
})

test('a policy is named once above its settings, two of one name twice, and the caller says where the rest is', async () => {
  const api = { url: `http://localhost:${(server.address() as AddressInfo).port}`, key: 'k', tenantId: 't' }
  expect(await printSearch(api, { limit: 3 }, 'look there')).toBe(3)
  const first = ['  P (x)', '    a = v', '    b = v']
  expect(said).toEqual([...first, '  P (x)', '    a = v', '  there is more: look there'])
})
