import { configurationReaders } from '../../graph/permissions'
import { flat } from '../flat'
import { random } from './random'
import { sample } from './sample'

/** PowerShell platform scripts for Windows; only a single one shows its content. Scripts also have permissions of their own. */
export const deviceManagementScripts = flat({
  path: 'deviceManagement/deviceManagementScripts',
  types: ['deviceManagementScript'],
  permissions: ['DeviceManagementScripts.Read.All', 'DeviceManagementScripts.ReadWrite.All', ...configurationReaders],
  licence: 'INTUNE_A',
  listed: (item) => ({ ...item, scriptContent: null }),
  random,
  sample,
})
