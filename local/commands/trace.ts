import { Command } from 'commander'
import { callControlApi } from '../simulator/control-client'
import { readStackFile } from './stack-file'

/** `npm run trace -- ID`: shows a run of the running stack as a tree. */
export function traceCommand(): Command {
  return new Command('trace')
    .description('Shows a run as a tree, from the request to Graph and database. The stack runs with "--traces".')
    .argument('<run>', 'its id, as sync prints it')
    .action(async (run: string) => {
      const { telemetry } = readStackFile()
      if (!telemetry) throw new Error('The stack keeps no traces: start it with "npm start -- --traces".')
      const where = { ...telemetry, root: '_telemetry', name: 'The stand-in for Application Insights' }
      const { lines } = JSON.parse(await callControlApi(where, 'GET', `runs/${encodeURIComponent(run)}`)) as {
        lines: string[] | null
      }
      if (!lines)
        throw new Error(
          `No trace of the run ${run} is here. The stack knows its own runs since its start; "npm run runs -- list" has their ids.`,
        )
      for (const line of lines.slice(1)) console.log(line)
    })
}
