import type { Operations } from './schema'

/** The same without what may be left out. */
type Part<T> = T extends readonly (infer Each)[]
  ? readonly Part<Each>[]
  : T extends object
    ? { readonly [Name in keyof T]?: Part<T[Name]> }
    : T

const counts = { succeeded: 0, failed: 0, skipped: 0, policies: 0, settings: 0 }
const listedRun = { runId: '', operation: '', status: 'queued', createdAt: '', progress: { done: 0 } } as const
const started = { message: '', jobId: '' }
const runs = { items: [listedRun] }

/** What the pages cannot do without, as samples of the answers. Of a list the sample has one. */
export const reliedOn: { readonly [Name in keyof Operations]?: Part<Operations[Name]['answer']> } = {
  listWorkspaces: { items: [{ workspaceId: '', name: '' }] },
  listTenants: { items: [{ tenantId: '', appKey: '', name: '', status: 'active' }] },
  getTenant: { appKey: '', name: '' },
  startSync: started,
  rerunRun: started,
  cancelRun: { status: 'queued' },
  listTenantRuns: runs,
  listWorkspaceRuns: runs,
  getRun: { ...listedRun, counts },
  listRunItems: { items: [{ itemKey: '', outcome: 'succeeded' }] },
  listRunEvents: { items: [{ seq: 0, at: '', kind: '' }] },
  listNotifications: {
    items: [{ id: 0, at: '', title: '', status: 'queued', tenantId: '', runId: '', link: { label: 'View run' } }],
  },
  countNotifications: { unread: 0 },
}
