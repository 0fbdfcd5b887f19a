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
