import { InvalidArgumentError } from 'commander'
import { collections } from '../simulator/collections/registry'
import { groupReaders, licenceReaders, organizationReaders, secretReaders } from '../simulator/graph/permissions'

/** The application permissions that the simulator asks for anywhere. */
const known = [
  ...new Set([
    ...collections.flatMap(({ permissions }) => permissions),
    ...secretReaders,
    ...groupReaders,
    ...organizationReaders,
    ...licenceReaders,
  ]),
]

/** Collects permissions of a command line. Throws for a name that nothing knows, and lists those that there are. */
export function permission(name: string, before: string[] = []): string[] {
  const same = known.find((each) => each.toLowerCase() === name.toLowerCase())
  if (same === name) return [...before, name]
  throw new InvalidArgumentError(
    same ? `Did you mean ${same}?` : `Nothing asks for this permission. There are: ${known.sort().join(', ')}.`,
  )
}
