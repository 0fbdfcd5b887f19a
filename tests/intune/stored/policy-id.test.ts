import { toGraphId } from '../../../src/shared/ids'
import { itemKeyOfStored, storedPolicyId } from '../../../src/intune/stored/policy-id'

test.each([
  ['9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8', '9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8'],
  ['9CE0FB0C-30CF-4DF1-B712-F476C1D7EAF8', '9CE0FB0C-30CF-4DF1-B712-F476C1D7EAF8'],
  ['0', 'roleScopeTags/0'],
  ['T_9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8', 'roleScopeTags/T_9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8'],
  ['9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8_x', 'roleScopeTags/9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8_x'],
])('%s is stored as %s', (id, stored) => {
  expect(storedPolicyId('roleScopeTags', toGraphId(id))).toBe(stored)
})

test.each([
  ['6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11', 'intents/6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11'],
  ['intents/T_1', 'intents/T_1'],
])('the item of the policy that is stored as %s has the key %s', (stored, key) => {
  expect(itemKeyOfStored('intents', stored)).toBe(key)
})
