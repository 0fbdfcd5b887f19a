import type { Command } from 'commander'
import type * as z from 'zod'
import { checked } from './answers'
import { call } from './call'
import type { Api } from './http'
import { addListOptions, type Column, type ListOptions, printerOf } from './list-report'
import type { Outside } from './outside'
import { explained, plainCodes } from './usage'

/** A list that the API gives whole. */
interface WholeList<Item, Options> {
  path(api: Api, options: Options): string | Promise<string>
  schema: z.ZodType<{ items: Item[] }>
  columns: readonly Column<Item>[]
}

/** Makes a command print a list that the API gives whole. */
export function wholeList<Item, Options extends ListOptions>(
  command: Command,
  outside: Outside,
  example: string,
  { path, schema, columns }: WholeList<Item, Options>,
): Command {
  addListOptions(command, outside)
  return explained(command, plainCodes, example).action(async (_options, command: Command) => {
    const options = command.optsWithGlobals<Options>()
    const print = printerOf(options)
    const api = outside.connect(options)
    print(columns, checked(schema, await call(api, 'GET', await path(api, options))).items)
  })
}
