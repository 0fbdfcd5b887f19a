import type { StoredDefinition } from '../stored/definition'

/** Looks a setting definition up, ids compared without case; undefined where none is known. */
export type FindDefinition = (definitionId: string) => StoredDefinition | undefined
