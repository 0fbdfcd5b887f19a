import * as z from 'zod'
import { resultLines } from './result-lines'
import { printable } from './text'

/** What `tenant.verify` gives back. */
const VerifiedResult = z.object({
  displayName: z.string().nullable(),
  licences: z.array(z.string()).nullable(),
  /** Null: the token does not say. */
  permissions: z.array(z.string()).nullable(),
  reads: z.array(
    z.object({
      what: z.string(),
      readable: z.boolean(),
      code: z.string().nullable(),
      missing: z.object({ kind: z.enum(['permission', 'licence']), name: z.string() }).nullable(),
    }),
  ),
})
export type Verified = z.infer<typeof VerifiedResult>
export type Read = Verified['reads'][number]

/** Reads what `tenant.verify` gave back. Undefined: a newer API says it in another form. */
export const readVerified = (result: unknown): Verified | undefined => VerifiedResult.safeParse(result).data

/** Says what a tenant is, what can be read there, and for each source that cannot what somebody has to do. */
export function verifyLines(result: unknown): string[] {
  const data = readVerified(result)
  if (!data) return resultLines(result)
  const [readable, unreadable] = [data.reads.filter((read) => read.readable), data.reads.filter(isUnreadable)]
  return [
    `tenant: ${data.displayName === null ? 'its name cannot be read' : printable(data.displayName)}`,
    `licences: ${data.licences === null ? 'cannot be read' : listed(data.licences)}`,
    `permissions: ${data.permissions === null ? 'the token does not say' : listed(data.permissions)}`,
    `can be read: ${listed(readable.map(({ what }) => what))}`,
    ...(unreadable.length > 0 ? ['cannot be read:', ...unreadable.map((read) => `  ${unreadableLine(read)}`)] : []),
  ]
}

/** 3: some source cannot be read. Undefined: the run itself decides. */
export function verifyExitCode(result: unknown): number | undefined {
  return readVerified(result)?.reads.some(isUnreadable) ? 3 : undefined
}

const isUnreadable = ({ readable }: Read) => !readable

const listed = (names: readonly string[]) => names.map(printable).join(', ') || 'none'

function unreadableLine({ what, code, missing }: Read): string {
  const reason = code === null ? '' : ` (${printable(code)})`
  return `${printable(what)}${reason}: ${missing ? remedy(missing) : 'nothing is known to be missing; the code says why'}`
}

/** What to do for what is missing. */
export function remedy({ kind, name }: NonNullable<Read['missing']>): string {
  return kind === 'permission'
    ? `grant the app the permission ${printable(name)}, and let an administrator of the tenant consent`
    : `assign a licence with the service plan ${printable(name)} in the tenant`
}
