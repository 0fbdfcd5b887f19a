import type { Child } from '../collections/record'
import { wholeSize } from '../graph/page'
import { uuid } from '../seed'

/** Assignments that `$expand` shows everywhere; they also have a path of their own. */
export const assignments: Child = {
  page: wholeSize,
  expand: { list: 'whole', item: 'whole' },
  stored: (assignment, index, parentId) => ({
    id: `${parentId}_${uuid(parentId, 'assignment', index)}`,
    ...assignment,
  }),
}

/** Assignments of the settings catalog: `$expand` on a single policy shows none. */
export const assignmentsOfLists: Child = { ...assignments, expand: { list: 'whole', item: 'empty' } }

/** Assignments that only their own path shows. */
export const assignmentsByPath: Child = { ...assignments, expand: {} }
