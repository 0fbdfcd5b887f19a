/** `cli/`, a folder of `src/` or `functions/`, or a file, and what it may import. */
interface Room {
  path: string
  imports: readonly string[]
}

declare const table: { rooms: readonly Room[]; packages: Readonly<Record<string, readonly string[]>> }
export = table
