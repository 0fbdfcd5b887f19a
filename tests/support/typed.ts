import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outside } from '../../cli/outside'
import { createProgram } from '../../cli/program'

/** What a command printed, and its exit code. */
export interface Typed {
  code: number
  said: string
}

/** Types a command of `tenantpilot` in this process. What a program would print of what is thrown stands with the rest. */
export async function typeCommand(words: readonly string[], outside: Outside): Promise<Typed> {
  const said: string[] = []
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line)),
    jest.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line)),
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text).trimEnd()) > 0),
  ]
  process.exitCode = undefined
  try {
    const failed = await createProgram({ ...outside, installation: outside.connect, leave: () => {} })
      .parseAsync([...words], { from: 'user' })
      .then(
        () => 0,
        (error: Error) => (said.push(error.message), 1),
      )
    return { code: process.exitCode ?? failed, said: said.join('\n') }
  } finally {
    process.exitCode = undefined
    for (const spy of spies) spy.mockRestore()
  }
}

/** The commands below a heading of docs/operating.md, in their order, each as its words. */
export function commandsOf(heading: string): string[][] {
  const text = readFileSync(join(__dirname, '../../docs/operating.md'), 'utf8')
  const [, section = ''] = text.split(`\n### ${heading}\n`)
  const [, block = ''] = /```sh\n([^]*?)```/.exec(section.split(/\n##/)[0]!) ?? []
  return [...block.matchAll(/^npm run cli -- (.*?)(?:\s+# .*)?$/gm)].map(([, line]) =>
    [...line!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!),
  )
}
