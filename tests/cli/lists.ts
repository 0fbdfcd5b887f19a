import type { ServerResponse } from 'node:http'
import type { Command } from 'commander'
import { connectionOptions } from '../../cli/connection'
import type { Outside } from '../../cli/outside'
import { startServer } from './server'

/** A server for the tests of a file, and what commands that call it have printed. `answers`: by `METHOD path`, for each query. */
export function startLists(commandOf: (outside: Outside) => Command) {
  let server: Awaited<ReturnType<typeof startServer>>
  const said: string[] = []
  const errors: string[] = []
  const answers: Record<string, (query: URLSearchParams) => object | null> = {}
  beforeAll(async () => {
    server = await startServer(({ method, url }, response: ServerResponse) => {
      const { pathname, searchParams } = new URL(url!, 'http://x')
      const answer = answers[`${method} ${pathname.replace('/api/tenants/t/', '')}`]?.(searchParams)
      response.writeHead(answer === undefined ? 404 : answer ? 200 : 204).end(answer ? JSON.stringify(answer) : '')
    })
  })
  afterAll(() => server.close())
  beforeEach(() => {
    for (const list of [said, errors, server.seen]) list.length = 0
    process.stdout.columns = 0 // no terminal
    jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
    jest.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line))
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  })
  afterEach(() => {
    jest.restoreAllMocks()
    process.exitCode = 0
  })
  return {
    answers,
    said,
    errors,
    seen: () =>
      server.seen.map(({ request, body }) => `${request.replace('/api/tenants/t/', '')}${body && ` ${body}`}`),
    run(...words: string[]) {
      const typed = (...each: string[]) => each.join(' ')
      const command = commandOf({ typed, options: connectionOptions, connect: () => server.api })
      for (const each of [command, ...command.commands]) each.exitOverride().configureOutput({ writeErr: () => {} })
      return command.parseAsync(words, { from: 'user' })
    },
  }
}
