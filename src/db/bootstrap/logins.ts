import type { DatabaseRole } from '../access/rules'

/** A login of PostgreSQL. */
export interface Login {
  name: string
  /** Object id of the managed identity that signs in with it. Absent: a login with a password, or none yet. */
  objectId?: string | undefined
  /** It may open so many connections. Absent: nothing is changed. */
  connections?: number | undefined
}

/** What each app may become in the database. */
export const rolesOfApp = {
  api: ['api', 'ops'],
  worker: ['ops', 'worker'],
  all: ['api', 'ops', 'worker'],
} as const satisfies Record<string, readonly DatabaseRole[]>

/** A kind of app. */
export type App = keyof typeof rolesOfApp

/** The login of an app. */
export interface AppLogin extends Login {
  app: App
}
