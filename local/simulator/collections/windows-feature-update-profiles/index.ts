import { configurationReaders } from '../../graph/permissions'
import { flat } from '../flat'
import { random } from './random'
import { sample } from './sample'

/** Feature updates of Windows: the list gives whole policies. */
export const windowsFeatureUpdateProfiles = flat({
  path: 'deviceManagement/windowsFeatureUpdateProfiles',
  types: ['windowsFeatureUpdateProfile'],
  permissions: configurationReaders,
  licence: 'WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE',
  random,
  sample,
})
