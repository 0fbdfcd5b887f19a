import type { Command } from 'commander'
import type { Api } from './http'
import { addListOptions, type Column, type ListOptions, printerOf, printMore } from './list-report'
import { atLeastOne } from './option-values'
import type { Outside } from './outside'
import { nextOf, type Page, type Pages, type Parameters, readPages } from './pages'
import { explained, plainCodes } from './usage'

/** What every list in pages understands. */
export interface PagedOptions extends ListOptions {
  limit: number
}

/** Gives a command the options of a list in pages, and its help. */
export function paged(command: Command, outside: Outside, example: string, codes = plainCodes): Command {
  command.option('--limit <n>', 'how many at most', atLeastOne, 50)
  addListOptions(command, outside)
  return explained(command, codes, example)
}

/** Reads and prints a list. Returns how many it has printed. */
export async function printPages<Item>(
  api: Api,
  list: Pages<Page<Item>> & { columns: readonly Column<Item>[] },
  parameters: Parameters,
  options: PagedOptions,
): Promise<number> {
  const print = printerOf(options)
  const page = await readPages(api, list, { ...parameters, limit: options.limit })
  print(list.columns, page.items)
  printMore(nextOf(page) !== undefined)
  return page.items.length
}
