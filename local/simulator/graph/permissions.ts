import { type GraphCall, GraphError } from './answer'

const configurationWriter = 'DeviceManagementConfiguration.ReadWrite.All'

/** Application permissions; one of them is enough. */
export const configurationReaders: readonly string[] = ['DeviceManagementConfiguration.Read.All', configurationWriter]

/** Reading secrets needs the write permission. */
export const secretReaders: readonly string[] = [configurationWriter]

export const groupReaders: readonly string[] = [
  'GroupMember.Read.All',
  'Group.Read.All',
  'Group.ReadBasic.All',
  'Directory.Read.All',
]

export const organizationReaders: readonly string[] = ['Organization.Read.All', 'Directory.Read.All']

export const licenceReaders: readonly string[] = ['LicenseAssignment.Read.All', ...organizationReaders]

/** Throws the 403 of the service that a path belongs to, unless the call has one of the permissions. */
export function requireFor(path: string, call: GraphCall, permissions: readonly string[]): void {
  if (/^device(App)?Management\b/.test(path)) requireConfiguration(call, permissions)
  else requireDirectory(call, permissions)
}

/** Throws Intune's 403, which names the permissions, unless the call has one of them. */
export function requireConfiguration(call: GraphCall, permissions: readonly string[]): void {
  if (!has(call, permissions))
    throw new GraphError(
      403,
      'Forbidden',
      `Application is not authorized to perform this operation. Application must have one of the following scopes: ${permissions.join(', ')}`,
    )
}

/** Throws the directory's 403, which names no permission, unless the call has one of them. */
export function requireDirectory(call: GraphCall, permissions: readonly string[]): void {
  if (!has(call, permissions))
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

function has({ roles }: GraphCall, permissions: readonly string[]): boolean {
  return roles.some((role) => permissions.includes(role))
}
