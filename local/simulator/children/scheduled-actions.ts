import type { Child } from '../collections/record'
import { wholeSize } from '../graph/page'
import { objects } from '../json'
import { uuid } from '../seed'

/** The rules of a compliance policy, with their actions below. */
export const scheduledActions: Child = {
  page: wholeSize,
  expand: { list: 'whole', item: 'whole' },
  children: { scheduledActionConfigurations: { expand: { list: 'whole', item: 'whole', inside: 'whole' } } },
  stored: (rule, r, parentId) => ({
    id: uuid(parentId, 'rule', r),
    ...rule,
    scheduledActionConfigurations: objects(rule['scheduledActionConfigurations']).map((action, a) => ({
      id: uuid(parentId, 'action', r, a),
      ...action,
    })),
  }),
}

/** Rules that only their own path shows; `$expand` on a policy shows none. */
export const scheduledActionsByPath: Child = { ...scheduledActions, expand: { list: 'empty', item: 'empty' } }
