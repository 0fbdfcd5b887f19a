import { flat } from '../flat'
import { random } from './random'
import { sample } from './sample'

/**
 * PowerShell platform scripts for Windows; only a single one shows its content. Since July 2025 scripts
 * need permissions of their own; that the general ones still do is documented, and not to be relied on.
 */
export const deviceManagementScripts = flat({
  path: 'deviceManagement/deviceManagementScripts',
  types: ['deviceManagementScript'],
  permissions: ['DeviceManagementScripts.Read.All', 'DeviceManagementScripts.ReadWrite.All'],
  licence: 'INTUNE_A',
  listed: (item) => ({ ...item, scriptContent: null }),
  random,
  sample,
})
