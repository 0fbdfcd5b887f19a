import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { counted, printable, toJson } from '../../cli/text'
import { UsageError } from '../../cli/usage'
import { type Checked, checkApp } from '../legacy-check/check'

/** Exit code where something was found. */
const found = 3

/** `npm run legacy:check`: finds what the old integration left in the code of the existing app. */
export function legacyCheckCommand(): Command {
  return new Command('legacy:check')
    .description('Finds traces of the old integration in the code of the existing app. Reads it, and changes nothing.')
    .argument('<dir>', 'the folder of the app')
    .option('--json', 'prints one JSON object on one line')
    .action(async (dir: string, { json }: { json?: true }) => {
      const root = folder(dir)
      const checked = await checkApp(root)
      if (json) console.log(toJson(checked))
      else print(checked)
      if (checked.findings.length > 0) process.exitCode = found
    })
}

function folder(dir: string): string {
  const path = resolve(dir)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`There is no folder ${path}.`)
  return path
}

function print({ findings, files, notRead: { tooLarge, links } }: Checked): void {
  for (const { file, line, what, todo } of findings) console.log(`${printable(file)}:${line}: ${what}\n  ${todo}`)
  for (const path of tooLarge) console.log(`Not read, larger than 1 MiB: ${printable(path)}`)
  for (const path of links) console.log(`Not read, a link: ${printable(path)}`)
  const read = counted(files, { one: 'file', many: 'files' })
  const traces = counted(findings.length, { one: 'trace', many: 'traces' })
  console.log(`${findings.length === 0 ? 'No trace' : traces} of the old integration in ${read}.`)
}
