// Written from the OpenAPI document by "npm run docs:pages" of the backend; a test compares.

export type StartAnswer = {
  success: true
  message: string
  /** The same as `runId`, for the existing app. */
  jobId: string
  runId: string
  /** True: the run existed already. */
  deduplicated: boolean
  status: "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled"
}

export type Problem = {
  type: string
  title: string
  status: number
  /** What this request did wrong, or what to do; for people. */
  detail: string
  /** Stable; see the error codes. */
  code: "request.invalid_json" | "request.invalid" | "request.too_large" | "request.length_required" | "request.too_many" | "request.key_reused" | "auth.token_missing" | "auth.token_invalid" | "auth.not_permitted" | "auth.keys_unavailable" | "access.denied" | "access.role_too_low" | "access.in_person" | "grant.above_own" | "grant.owner_of_tenant" | "grant.last_owner" | "grant.invalid_id" | "workspace.invalid_id" | "operation.invalid_name" | "schedule.unknown" | "schedule.invalid" | "grant.unknown" | "grant.foreign_home" | "tenant.invalid_id" | "tenant.unknown" | "tenant.pending" | "tenant.paused" | "tenant.removed" | "tenant.exists" | "consent.no_public_url" | "consent.link_invalid" | "consent.not_given" | "consent.not_signed_in" | "consent.not_verified" | "consent.other_tenant" | "consent.not_administrator" | "run.invalid_id" | "run.unknown" | "run.too_many_waiting" | "run.not_ended" | "run.not_rerunnable" | "run.ended" | "run.unknown_operation" | "run.invalid_input" | "run.attempts_exhausted" | "ops.reconcile_adapter_runs.failed" | "message.unreadable" | "message.leftover" | "graph.auth.invalid_client" | "graph.auth.secret_unreadable" | "graph.auth.no_consent" | "graph.auth.app_disabled" | "graph.auth.tenant_not_found" | "graph.auth.conditional_access" | "graph.auth.wrong_authority" | "graph.auth.failed" | "graph.auth.unavailable" | "graph.forbidden" | "graph.refused" | "graph.not_licensed" | "graph.not_found" | "graph.bad_request" | "graph.throttled" | "graph.unavailable" | "graph.malformed" | "graph.paging" | "graph.foreign_link" | "sync.policy_unreadable" | "sync.incomplete" | "sync.sweep_withheld" | "db.statement_cancelled" | "db.schema_behind" | "db.forbidden" | "db.row_refused" | "db.unavailable" | "search.too_slow" | "queue.unavailable" | "internal.bug"
}

export type Run = {
  runId: string
  /** The existing app's key, not the UUID. Null: a run of the workspace itself. */
  tenantId: string | null
  /** The tenant's UUID: what is called `tenantId` in tenants, grants and the audit log. */
  externalId: string | null
  operation: string
  status: "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled"
  phase: string
  progress: {
    done: number
    total: number | null
  }
  counts: {
    total: number
    processed: number
    succeeded: number
    failed: number
    skipped: number
    policies: number
    settings: number
    inserted: number
    updated: number
    unchanged: number
    removed: number
  }
  graph: {
    requests: number
    pages: number
    retries: number
    throttledMs: number
  }
  attempt: number
  /** `tid/oid`, `schedule`, or `tick`. */
  requestedBy: string | null
  /** `tid/oid`: for whom a service asked. */
  actingFor: string | null
  /** ISO 8601, in UTC. */
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  /** How long its operation usually takes; null: not known. */
  expectedSeconds: number | null
  /** It waits or works for more than three times as long as usual. */
  late: boolean
  /** What a queued run waits for; a running one where Graph throttles its tenant. */
  waitingFor: {
    /** `lane`: another run of the tenant. `throttle`, `retry`: the next attempt. `message`: a worker that takes it from the queue. */
    reason: "lane" | "throttle" | "retry" | "message"
    until: string | null
    /** The run that holds the lane. */
    runId?: string | null | undefined
  } | null
  /** Until when the same start gives back this run. Null: it makes a new one. */
  cooldownUntil: string | null
  error: {
    code: string
    category: string
    message: string
  } | null
  /** What the operation gave back; its form is that of the operation. */
  result: unknown
}

export type CancelAnswer = {
  success: true
  runId: string
  status: "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled"
}

export type Runs = {
  items: (ListedRun)[]
  /** For the next page; null on the last one. */
  nextCursor: string | null
}

export type ListedRun = {
  runId: string
  /** The existing app's key, not the UUID. Null: a run of the workspace itself. */
  tenantId: string | null
  /** The tenant's UUID: what is called `tenantId` in tenants, grants and the audit log. */
  externalId: string | null
  operation: string
  status: "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled"
  phase: string
  progress: {
    done: number
    total: number | null
  }
  /** Null in lists until the run has ended. */
  counts: {
    total: number
    processed: number
    succeeded: number
    failed: number
    skipped: number
    policies: number
    settings: number
    inserted: number
    updated: number
    unchanged: number
    removed: number
  } | null
  graph: {
    requests: number
    pages: number
    retries: number
    throttledMs: number
  }
  attempt: number
  /** `tid/oid`, `schedule`, or `tick`. */
  requestedBy: string | null
  /** `tid/oid`: for whom a service asked. */
  actingFor: string | null
  /** ISO 8601, in UTC. */
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  /** How long its operation usually takes; null: not known. */
  expectedSeconds: number | null
  /** It waits or works for more than three times as long as usual. */
  late: boolean
  /** What a queued run waits for; a running one where Graph throttles its tenant. */
  waitingFor: {
    /** `lane`: another run of the tenant. `throttle`, `retry`: the next attempt. `message`: a worker that takes it from the queue. */
    reason: "lane" | "throttle" | "retry" | "message"
    until: string | null
    /** The run that holds the lane. */
    runId?: string | null | undefined
  } | null
  /** Until when the same start gives back this run. Null: it makes a new one. */
  cooldownUntil: string | null
  error: {
    code: string
    category: string
    message: string
  } | null
}

export type Items = {
  items: ({
    /** `source/id`, with the id of Graph; the source alone where it is no policy. */
    itemKey: string
    source: string
    /** Null: the item is no policy. */
    policyName: string | null
    outcome: "succeeded" | "failed" | "skipped" | "removed"
    code: string | null
    message: string | null
    inserted: number
    updated: number
    unchanged: number
    removed: number
    attempt: number
  })[]
  /** For the next page; null on the last one. */
  nextCursor: string | null
}

export type Events = {
  items: ({
    seq: number
    /** ISO 8601, in UTC. */
    at: string
    /** `queued`, `started`, `requeued`, `ended`, …; later versions may have more. */
    kind: string
    /** Who did it, where somebody did. */
    actor: string | null
    data: object
  })[]
  /** Give it as `after` for the next page; null: these were the last so far. */
  next: number | null
}

export type Catalogue = {
  items: ({
    name: string
    label: string
    expectedSeconds: number
    /** The least that may start it. Null: nobody starts it. */
    role: string | null
    /** Where it is started, below `/api/`. Null: nowhere. */
    path: string | null
    lane: "sync" | "interactive" | null
    /** The JSON Schema of the body that starts it. */
    input: object
  })[]
}

export type Settings = {
  items: ({
    policyId: string
    policyName: string
    policyType: string
    source: string | null
    settingName: string
    settingPath: string | null
    /** At most 2,000 characters. */
    value: string
    valueCut: boolean
    valueType: string
    definitionId: string | null
    category: string | null
    isDefault: boolean | null
    changedAt: string | null
    lastSyncedAt: string
  })[]
  /** For the next page; null on the last one. */
  nextCursor: string | null
  sources: ({
    source: string
    lastFullReadAt: string | null
    /** Since when reading it fails. */
    staleSince: string | null
    code: string | null
  })[]
}

export type Policies = {
  items: ({
    policyId: string
    source: string
    name: string
    policyType: string
    odataType: string | null
    description: string | null
    platforms: string | null
    technologies: string | null
    template: {
      id: string | null
      family: string | null
      version: string | null
    } | null
    scopeTagIds: (string)[]
    createdAt: string | null
    modifiedAt: string | null
    contentHash: string
    assignmentsState: string
    assignments: ({
      target: string
      groupId: string | null
      groupName: string | null
      filterId: string | null
      filterName: string | null
      filterMode: string | null
      intent: string | null
    })[]
    firstSeenAt: string
    lastSeenAt: string
    lastFullReadAt: string
    removedAt: string | null
  })[]
  /** For the next page; null on the last one. */
  nextCursor: string | null
}

export type Workspace = {
  workspaceId: string
  name: string
  /** Yours in the whole workspace; null: only in some of its tenants. */
  role: string | null
}

export type Tenant = {
  /** The `externalId` of runs. */
  tenantId: string
  /** What the existing app calls it. */
  appKey: string
  workspaceId: string
  entraTenantId: string
  name: string
  status: "pending" | "active" | "paused" | "removed"
  /** ISO 8601, in UTC. */
  createdAt: string
  activatedAt: string | null
}

export type Grant = {
  id: string
  /** Null: the workspace with all of its tenants. */
  tenantId: string | null
  tid: string
  oid: string
  role: "reader" | "operator" | "manager" | "owner"
  label: string
  grantedBy: string
  /** ISO 8601, in UTC. */
  createdAt: string
}

export type Schedule = {
  operation: string
  everyMinutes: number | null
  cron: string | null
  timeZone: string | null
  jitterMinutes: number
  paused: boolean
  input: object
  /** The next five starts; empty while it is paused. */
  nextTimes: (string)[]
  /** Nothing is started before this time, because the last run of the tenant needs an administrator: then it is tried once a day. Else null. */
  heldUntil: string | null
}

export type Notifications = {
  items: (Notification)[]
  /** For the next page; null on the last one. */
  nextCursor: string | null
}

export type Notification = {
  id: number
  /** ISO 8601, in UTC. */
  at: string
  /** Null: unread. A later one of the same run makes it read. */
  readAt: string | null
  kind: "queued" | "running" | "ended"
  /** Of the run at that time. */
  status: "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled"
  /** For people: what, where and how. */
  title: string
  /** What the operation is called. */
  label: string
  operation: string
  /** The existing app's key. */
  tenantId: string
  /** The tenant's UUID. */
  externalId: string
  tenantName: string
  runId: string
  /** Null before the end, and of a run that was cancelled before it began. */
  counts: {
    total: number
    processed: number
    succeeded: number
    failed: number
    skipped: number
    policies: number
    settings: number
    inserted: number
    updated: number
    unchanged: number
    removed: number
  } | null
  /** Why it failed, or did in part; see the error codes. */
  code: string | null
  /** What the code means and what to do. */
  whatToDo: string | null
  link: {
    label: "View run"
    /** The run's page in your app; null without `RUN_LINK_TEMPLATE`. */
    url: string | null
  }
}

export type Unread = {
  unread: number
  /** There are more than 100. */
  more: boolean
}

export type ReadNotifications = {
  /** How many were unread until now. */
  marked: number
  /** False: there were so many that some are left. Send the request again. */
  done: boolean
  unread: number
  /** There are more than 100. */
  more: boolean
}

export type Consent = {
  /** For an administrator of the tenant: Entra's page of consent. It is shown once. */
  consentUrl: string
  /** Until then all steps must be done. */
  expiresAt: string
}

export type Audit = {
  items: ({
    id: number
    /** ISO 8601, in UTC. */
    at: string
    tenantId: string | null
    runId: string | null
    /** `tid/oid`, `bootstrap` or `schedule`. */
    actor: string
    actorKind: "person" | "service" | null
    /** For whom a service acted. */
    actingFor: string | null
    action: string
    target: string | null
    data: object
  })[]
  /** For the next page; null on the last one. */
  nextCursor: string | null
}

export type WorkerHealth = {
  status: "healthy"
  /** Runs by state; `completed` and `failed` are those of the last 24 hours. */
  queue: {
    waiting: number
    active: number
    completed: number
    failed: number
  }
  deadLetters: {
    /** Runs that failed a message, so that it ends in the dead letters, in the last 24 hours. */
    ledger: number
    queues: {
      /** Messages there now; 100: that many or more. */
      sync: number
      /** Messages there now; 100: that many or more. */
      interactive: number
    }
  }
  /** How long the run that waits longest is due; null: none is. */
  oldestWaitingSeconds: number | null
  /** Runs whose message should have been sent more than 10 s ago. */
  owed: number
  /** Runs that work for more than three times the expected time of their operation. */
  late: number
  /** Active tenants whose last sync failed. */
  failingTenants: number
  database: {
    /** The version of PostgreSQL, as the server calls it. */
    version: string
    /** How long one round trip to it takes. */
    answersInMs: number
  }
  migrations: {
    applied: number
    /** Those that this version knows. */
    expected: number
    /** `behind`: it must be migrated, if only its access rules or a view. `ahead`: a newer version migrated it. */
    state: "current" | "behind" | "ahead"
  }
  /** Those of this database now, and the least of what server, database and login allow. */
  connections: {
    open: number
    limit: number
  }
  clock: {
    /** This instance's clock minus that of the database. */
    differenceMs: number
  }
} | {
  status: "unhealthy"
  /** `db.unavailable`, `queue.unavailable`, or another code. */
  error: string
}

export type OpenApiDocument = {
  openapi: string
  info: {
    title: string
    version: string
  }
  paths: Record<string, unknown>
}

export type Tick = {
  /** False: another pass is under way. */
  ran: boolean
  /** `partial`: some repairs failed. */
  status: "succeeded" | "partial"
  /** How many it did. */
  repairs: {
    /** Messages that were owed or lost. */
    sent: number
    /** Runs whose worker no longer answers. */
    expired: number
    /** Idle lanes in which a run waited. */
    lanes: number
    /** Due schedules. */
    scheduled: number
  }
  /** Those that failed. */
  failed: ({
    repair: string
    workspaceId: string
    tenantId: string
    runId?: string | undefined
    /** Of the schedule that is due. */
    operation?: string | undefined
    error: {
      code: string
      category: string
      message: string
    }
  })[]
}

export type Readiness = {
  status: "ready" | "not_ready"
}

export type Alive = {
  status: "alive"
}

/** What each route takes and gives, by the name of its operation. */
export interface Operations {
  /** Starts the operation "Sync policies" (`policy.sync`), or gives back the run that does it already. */
  startSync: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: {
      /** Only these policies. */
      policies?: ({
        /** Where the policy is read from, as answers name it. */
        source: "configurationPolicies" | "deviceConfigurations" | "deviceCompliancePolicies" | "compliancePolicies" | "intents" | "deviceManagementScripts" | "windowsFeatureUpdateProfiles" | "groupPolicyConfigurations"
        /** Microsoft Graph's id. */
        id: string
      })[] | undefined
      /** Skips the cooldown of the operation. */
      force?: boolean | undefined
      /** Asks for one more run after one that has already begun. */
      trailing?: boolean | undefined
    }
    answer: StartAnswer
  }
  /** Starts the operation "Name stored settings again" (`policy.reflatten`), or gives back the run that does it already. */
  startReflatten: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: {
      /** Skips the cooldown of the operation. */
      force?: boolean | undefined
      /** Asks for one more run after one that has already begun. */
      trailing?: boolean | undefined
    }
    answer: StartAnswer
  }
  /** Starts the operation "Verify a tenant" (`tenant.verify`), or gives back the run that does it already. */
  startVerify: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: {
      /** Skips the cooldown of the operation. */
      force?: boolean | undefined
      /** Asks for one more run after one that has already begun. */
      trailing?: boolean | undefined
    }
    answer: StartAnswer
  }
  /** Tells how far a run is, what it counted, what came of it, and why it failed. */
  getRun: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
      /** The id of the run. */
      runId: string
    }
    query: undefined
    body: undefined
    answer: Run
  }
  /** Tells the same of a run of a workspace: of one of its tenants, or of none. */
  getWorkspaceRun: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
      /** The id of the run. */
      runId: string
    }
    query: undefined
    body: undefined
    answer: Run
  }
  /** Ends a waiting run, or asks a working one to stop. */
  cancelRun: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
      /** The id of the run. */
      runId: string
    }
    query: undefined
    body: undefined
    answer: CancelAnswer
  }
  /** Starts what failed in an ended run once more, as a run of its own, or gives back the one that does so already. */
  rerunRun: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
      /** The id of the run. */
      runId: string
    }
    query: undefined
    body: undefined
    answer: StartAnswer
  }
  /** Lists the runs of a workspace that you may see, those of no tenant as well. */
  listWorkspaceRuns: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
    }
    query: {
      /** Only runs of this tenant, by its id or its key. */
      tenantId?: string | undefined
      /** Only runs of these: queued, running, succeeded, partial, failed, cancelled; several with commas between them. */
      status?: string | undefined
      /** Only runs of these operations: policy.sync, policy.reflatten, tenant.verify, ops.reconcile_adapter_runs; several with commas between them. */
      operation?: string | undefined
      /** Only what this account (`tid/oid`), `schedule` or `tick` asked for. */
      requestedBy?: string | undefined
      /** Only runs whose error has this code. */
      errorCode?: string | undefined
      /** Created from this time on: an ISO 8601 date, or a time with its zone. */
      createdSince?: string | undefined
      /** Created before this time: an ISO 8601 date, or a time with its zone. */
      createdBefore?: string | undefined
      /** Only runs that wait or work. */
      active?: "true" | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before. It belongs to the same query. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Runs
  }
  /** Lists the runs of a tenant. */
  listTenantRuns: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: {
      /** Only runs of these: queued, running, succeeded, partial, failed, cancelled; several with commas between them. */
      status?: string | undefined
      /** Only runs of these operations: policy.sync, policy.reflatten, tenant.verify, ops.reconcile_adapter_runs; several with commas between them. */
      operation?: string | undefined
      /** Only what this account (`tid/oid`), `schedule` or `tick` asked for. */
      requestedBy?: string | undefined
      /** Only runs whose error has this code. */
      errorCode?: string | undefined
      /** Created from this time on: an ISO 8601 date, or a time with its zone. */
      createdSince?: string | undefined
      /** Created before this time: an ISO 8601 date, or a time with its zone. */
      createdBefore?: string | undefined
      /** Only runs that wait or work. */
      active?: "true" | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before. It belongs to the same query. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Runs
  }
  /** Lists what a run did, policy by policy. While it works, new ones may come before those that you have seen. */
  listRunItems: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
      /** The id of the run. */
      runId: string
    }
    query: {
      /** Only items of these: succeeded, failed, skipped, removed; several with commas between them. */
      outcome?: string | undefined
      /** Only items of this source. */
      source?: string | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before. It belongs to the same query. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Items
  }
  /** Lists what happened to a run, in its order. */
  listRunEvents: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
      /** The id of the run. */
      runId: string
    }
    query: {
      /** Only events after this number. */
      after?: number | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
    }
    body: undefined
    answer: Events
  }
  /** Lists the operations: what they are called, how long they take, who may start them, and with what input. */
  listOperations: {
    params: undefined
    query: undefined
    body: undefined
    answer: Catalogue
  }
  /** Searches the settings of a tenant. */
  listSettings: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: {
      /** Words that must all occur, at most 12. The order does not matter. */
      q?: string | undefined
      /** Only policies of this type. */
      policyType?: string | undefined
      /** Only what was read from this collection of Graph. */
      source?: string | undefined
      /** Words that must all occur in the value, at most 12. */
      value?: string | undefined
      /** Only settings whose value changed since: an ISO 8601 date, or a time with its zone. */
      changedSince?: string | undefined
      /** With values that the portal shows while nothing is configured. */
      includeDefaults?: "true" | "false" | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before. It belongs to the same query. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Settings
  }
  /** Searches the policies of a tenant, with their assignments. */
  listPolicies: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: {
      /** Words that must all occur, at most 12. The order does not matter. */
      q?: string | undefined
      /** Only policies of this type. */
      policyType?: string | undefined
      /** Only what was read from this collection of Graph. */
      source?: string | undefined
      /** With policies that are gone from the tenant. */
      includeRemoved?: "true" | "false" | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before. It belongs to the same query. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Policies
  }
  /** Lists the workspaces in which you have a role. */
  listWorkspaces: {
    params: undefined
    query: undefined
    body: undefined
    answer: {
      items: (Workspace)[]
    }
  }
  /** Lists the tenants of a workspace that you may see. */
  listTenants: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
    }
    query: undefined
    body: undefined
    answer: {
      items: (Tenant)[]
    }
  }
  /** Registers a tenant. It is pending: nothing runs for it until its own administrator has signed in. */
  registerTenant: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
    }
    query: undefined
    body: {
      /** The tenant in Entra. */
      entraTenantId: string
      /** What people call it. */
      name: string
    }
    answer: Tenant
  }
  /** Shows a tenant. */
  getTenant: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: undefined
    answer: Tenant
  }
  /** Renames, pauses or resumes a tenant. While it is paused nothing is started for it. */
  changeTenant: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: {
      name?: string | undefined
      paused?: boolean | undefined
    }
    answer: Tenant
  }
  /** Removes a tenant: nobody sees it any more, and nothing is started for it. */
  removeTenant: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: undefined
    answer: null
  }
  /** Lists who may what in a workspace. */
  listGrants: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
    }
    query: undefined
    body: undefined
    answer: {
      items: (Grant)[]
    }
  }
  /** Gives an account a role, or changes the one that it has there. Nobody gives a role above his own. */
  giveGrant: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
    }
    query: undefined
    body: {
      /** The UUID of a tenant, never its key. Null: the workspace with all of its tenants. */
      tenantId?: string | null | undefined
      /** The account's tenant in Entra: one of the workspace's home tenants. */
      tid: string
      /** The account's object id. */
      oid: string
      role: "reader" | "operator" | "manager" | "owner"
      /** What people call the account. */
      label?: string | undefined
    }
    answer: Grant
  }
  /** Takes a grant away. The last owner of a workspace stays. */
  takeGrant: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
      /** The id of the grant. */
      grantId: string
    }
    query: undefined
    body: undefined
    answer: null
  }
  /** Lists the schedules of a tenant, with their next times. */
  listSchedules: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: undefined
    answer: {
      items: (Schedule)[]
    }
  }
  /** Sets the schedule of an operation, in the place of the one that there is. You must be allowed to start the operation. */
  setSchedule: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: {
      /** What is started. A tenant has one schedule for each operation. */
      operation: "policy.sync" | "policy.reflatten" | "tenant.verify"
      /** Starts every so many minutes from now on. */
      everyMinutes?: number | undefined
      /** Five fields: minute, hour, day of the month, month, day of the week. Instead of `everyMinutes`. */
      cron?: string | undefined
      /** Of `cron`: a name like `Europe/Berlin`; UTC if absent. */
      timeZone?: string | undefined
      /** Each start is late by a part of this, so that not all tenants start at the full hour. Less than the time between two starts. */
      jitterMinutes?: number | undefined
      paused?: boolean | undefined
      /** The input of the operation, as a start takes it. */
      input?: object | undefined
    }
    answer: Schedule
  }
  /** Removes the schedule of an operation. What it has started goes on. */
  removeSchedule: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
      /** The name of the operation, like `policy.sync`. */
      operation: string
    }
    query: undefined
    body: undefined
    answer: null
  }
  /** Lists what you were told of runs, in all workspaces. */
  listNotifications: {
    params: undefined
    query: {
      /** `true`: only unread ones. `false`: only read ones. */
      unread?: "true" | "false" | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before. It belongs to the same query. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Notifications
  }
  /** Counts what you have not read. */
  countNotifications: {
    params: undefined
    query: undefined
    body: undefined
    answer: Unread
  }
  /** Marks notifications as read. */
  readNotifications: {
    params: undefined
    query: undefined
    body: {
      /** Those of others, and those that are gone, are left out in silence. */
      ids?: (number)[] | undefined
      /** Instead of `ids`: this one and all before it, also those that no page has shown. */
      upTo?: number | undefined
    }
    answer: ReadNotifications
  }
  /** Makes a link with which the tenant's administrator consents and activates it; earlier links become void. */
  requestConsent: {
    params: {
      /** The id of the tenant, or the key by which the existing app calls it. */
      tenantId: string
    }
    query: undefined
    body: undefined
    answer: Consent
  }
  /** Lists what was done in a workspace, and by whom. */
  listAudit: {
    params: {
      /** The id of the workspace. */
      workspaceId: string
    }
    query: {
      /** Only entries of this kind. */
      action?: "workspace.bootstrapped" | "workspace.home_tenant_added" | "tenant.registered" | "tenant.activated" | "tenant.renamed" | "tenant.paused" | "tenant.resumed" | "tenant.removed" | "consent.requested" | "grant.given" | "grant.taken" | "schedule.set" | "schedule.removed" | "run.started" | "run.cancelled" | undefined
      /** `tid/oid`: who did it, or for whom it was done. */
      account?: string | undefined
      /** Only what was done to this tenant: its UUID, never its key. */
      tenantId?: string | undefined
      /** Only what was done to this run. */
      runId?: string | undefined
      /** From this time on: an ISO 8601 date, or a time with its zone. */
      since?: string | undefined
      /** Before this time: an ISO 8601 date, or a time with its zone. */
      before?: string | undefined
      /** How many a page has at most; 50 if absent. */
      limit?: number | undefined
      /** The `nextCursor` of the page before, or the header `Next-Cursor` of the export before. */
      cursor?: string | undefined
    }
    body: undefined
    answer: Audit
  }
  /** Counts the runs of all tenants by their state, and what is wrong with them. */
  workerHealth: {
    params: undefined
    query: undefined
    body: undefined
    answer: WorkerHealth
  }
  /** Describes this API as OpenAPI 3.1. */
  openApi: {
    params: undefined
    query: undefined
    body: undefined
    answer: OpenApiDocument
  }
  /** Repairs and sends now what the timer would. */
  opsTick: {
    params: undefined
    query: undefined
    body: undefined
    answer: Tick
  }
  /** Tells whether the instance reaches its database and its queues. It looks at most every 10 seconds. */
  healthReady: {
    params: undefined
    query: undefined
    body: undefined
    answer: Readiness
  }
  /** Tells that the instance answers. */
  healthLive: {
    params: undefined
    query: undefined
    body: undefined
    answer: Alive
  }
}

/** Where each route is. */
export const routes = {
  startSync: { method: 'POST', path: '/api/tenants/{tenantId}/sync' },
  startReflatten: { method: 'POST', path: '/api/tenants/{tenantId}/reflatten' },
  startVerify: { method: 'POST', path: '/api/tenants/{tenantId}/verify' },
  getRun: { method: 'GET', path: '/api/tenants/{tenantId}/runs/{runId}' },
  getWorkspaceRun: { method: 'GET', path: '/api/workspaces/{workspaceId}/runs/{runId}' },
  cancelRun: { method: 'POST', path: '/api/tenants/{tenantId}/runs/{runId}/cancel' },
  rerunRun: { method: 'POST', path: '/api/tenants/{tenantId}/runs/{runId}/rerun' },
  listWorkspaceRuns: { method: 'GET', path: '/api/workspaces/{workspaceId}/runs' },
  listTenantRuns: { method: 'GET', path: '/api/tenants/{tenantId}/runs' },
  listRunItems: { method: 'GET', path: '/api/tenants/{tenantId}/runs/{runId}/items' },
  listRunEvents: { method: 'GET', path: '/api/tenants/{tenantId}/runs/{runId}/events' },
  listOperations: { method: 'GET', path: '/api/operations' },
  listSettings: { method: 'GET', path: '/api/tenants/{tenantId}/settings' },
  listPolicies: { method: 'GET', path: '/api/tenants/{tenantId}/policies' },
  listWorkspaces: { method: 'GET', path: '/api/workspaces' },
  listTenants: { method: 'GET', path: '/api/workspaces/{workspaceId}/tenants' },
  registerTenant: { method: 'POST', path: '/api/workspaces/{workspaceId}/tenants' },
  getTenant: { method: 'GET', path: '/api/tenants/{tenantId}' },
  changeTenant: { method: 'PATCH', path: '/api/tenants/{tenantId}' },
  removeTenant: { method: 'DELETE', path: '/api/tenants/{tenantId}' },
  listGrants: { method: 'GET', path: '/api/workspaces/{workspaceId}/grants' },
  giveGrant: { method: 'POST', path: '/api/workspaces/{workspaceId}/grants' },
  takeGrant: { method: 'DELETE', path: '/api/workspaces/{workspaceId}/grants/{grantId}' },
  listSchedules: { method: 'GET', path: '/api/tenants/{tenantId}/schedules' },
  setSchedule: { method: 'POST', path: '/api/tenants/{tenantId}/schedules' },
  removeSchedule: { method: 'DELETE', path: '/api/tenants/{tenantId}/schedules/{operation}' },
  listNotifications: { method: 'GET', path: '/api/notifications' },
  countNotifications: { method: 'GET', path: '/api/notifications/unread' },
  readNotifications: { method: 'POST', path: '/api/notifications/read' },
  requestConsent: { method: 'POST', path: '/api/tenants/{tenantId}/consent' },
  listAudit: { method: 'GET', path: '/api/workspaces/{workspaceId}/audit' },
  workerHealth: { method: 'GET', path: '/api/worker-health' },
  openApi: { method: 'GET', path: '/api/openapi.json' },
  opsTick: { method: 'POST', path: '/api/ops/tick' },
  healthReady: { method: 'GET', path: '/api/health/ready' },
  healthLive: { method: 'GET', path: '/api/health/live' },
} as const satisfies Record<keyof Operations, { method: string; path: string }>
