import { watchRun } from '../../cli/watch'
import { monitored, runId, startServer } from './server'

beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => {})
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => jest.restoreAllMocks())

test('a failure while an ended run is printed does not say that it goes on', async () => {
  const { api, close } = await startServer((_request, response) => void response.end(JSON.stringify(monitored())))
  const afterRun = () => Promise.reject(new Error('no database'))
  const outside = { typed: (...words: string[]) => words.join(' '), options: [], connect: () => api, afterRun }
  await expect(watchRun(outside, api, runId, {})).rejects.toThrow(/^no database$/)
  await close()
})
