import type postgres from 'postgres'

/** One thing that must stand in the database. */
export interface Step {
  /** What it is: a phrase. */
  what: string
  /** SQL expression: true where it stands. */
  stands: string
  /** What makes it stand, in order. */
  statements: string[]
  /** It makes somebody a member of this role. */
  grants?: string
  /** SQL expression: the statements that help where these did not, because somebody else must run them. */
  needs?: string
  /** What else helps where this login cannot do it: a sentence. */
  otherwise?: string
}

/** Told of each step, whether it stood already. */
export type Tell = (line: string) => void

/**
 * Makes what does not stand yet, and looks again: a privilege that the login may not give on is a mere warning of PostgreSQL.
 * Throws with the statement that somebody else must run.
 */
export async function take(sql: postgres.ISql, steps: readonly Step[], tell: Tell): Promise<void> {
  for (const step of steps) {
    if (await isTrue(sql, step.stands)) {
      tell(`stood  ${step.what}`)
      continue
    }
    for (const statement of step.statements)
      await sql.unsafe(statement).catch((error: Error) => {
        throw refused(step, statement, error)
      })
    if (!(await isTrue(sql, step.stands))) throw refused(step, (await needs(sql, step)) ?? step.statements.join('; '))
    tell(`made   ${step.what}`)
  }
}

/** Asks whether an expression is true. */
export async function isTrue(sql: postgres.ISql, expression: string): Promise<boolean> {
  const [row] = await sql.unsafe(`select (${expression}) as stands`)
  return row?.stands === true
}

async function needs(sql: postgres.ISql, step: Step): Promise<string | null> {
  if (step.needs === undefined) return null
  const [row] = await sql.unsafe(`select ${step.needs} as needs`)
  return (row?.needs ?? null) as string | null
}

function refused({ what, otherwise }: Step, statement: string, error?: Error): Error {
  const why = error ? ` (${error.message})` : ''
  const help = `Let somebody run it who may, then bootstrap again${otherwise ? `; or ${otherwise}` : ''}.`
  return new Error(`${what}: this login cannot do that${why}. It needs: ${statement}. ${help}`, { cause: error })
}
