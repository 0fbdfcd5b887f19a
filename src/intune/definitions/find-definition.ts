import type { StoredDefinition } from '../stored/definition'

/** Finds a setting definition by its id, in any case; undefined when it is unknown. */
export type FindDefinition = (definitionId: string) => StoredDefinition | undefined
