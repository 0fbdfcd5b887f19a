import { configurationReaders } from '../../graph/permissions'
import { assignments } from '../../children/assignments'
import { objects } from '../../json'
import { flat } from '../flat'
import { definitionValues } from './children'
import { settingLeaves } from './leaves'
import { random } from './random'
import { sample } from './sample'

/** Administrative templates. Their settings have only paths of their own, and each setting has one for its fields. */
export const groupPolicyConfigurations = flat({
  path: 'deviceManagement/groupPolicyConfigurations',
  types: ['groupPolicyConfiguration'],
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  children: { assignments, definitionValues },
  leaves: (whole) => settingLeaves(objects(whole['definitionValues'])),
  random,
  sample,
})
