/** Accounts of every simulated tenant, by what they are. The names are what `login_hint` says. */
export const administrators = {
  global: { oid: 'e0000000-0000-4000-8000-000000000001', name: 'Gina Global', wids: ['62e90394-69f5-4237-9190-012177145e10'] }, // prettier-ignore
  intune: { oid: 'e0000000-0000-4000-8000-000000000002', name: 'Ivo Intune', wids: ['3a2c62db-5318-420d-8d74-23affee5d9d5'] }, // prettier-ignore
  user: { oid: 'e0000000-0000-4000-8000-000000000003', name: 'Uma User', wids: [] },
} as const

export type AdministratorName = keyof typeof administrators

const administratorNames = Object.keys(administrators) as AdministratorName[]

/** Throws for a name that no account has. */
export function administratorName(name: string): AdministratorName {
  const known = administratorNames.find((each) => each === name)
  if (!known) throw new Error(`there is no account ${name}; there are ${administratorNames.join(', ')}`)
  return known
}
