import { defineTypedPolicyType } from '../typed-policy-type'

const names = new Map([
  ['scriptContent', 'PowerShell script'],
  ['fileName', 'Script file name'],
  ['runAsAccount', 'Run this script using the logged on credentials'],
  ['enforceSignatureCheck', 'Enforce script signature check'],
  // its own words: the portal's "Run script in 64 bit PowerShell Host" is the opposite
  ['runAs32Bit', 'Run as 32 bit'],
])

/** PowerShell platform scripts for Windows. The list leaves their content out. */
export const deviceManagementScripts = defineTypedPolicyType({
  source: 'deviceManagementScripts',
  // of their own since July 2025 (Intune, what's new); that the general one still does is documented too
  permission: 'DeviceManagementScripts.Read.All',
  licence: 'INTUNE_A',
  policyType: 'deviceManagementScript',
  leftOutOfList: ['scriptContent'],
  base64: ['scriptContent'],
  label: (propertyPath) => names.get(propertyPath),
  documented: {
    flattened: 'every typed property; the script decoded',
    secret: 'nothing: a secret typed into a script cannot be told from its text',
  },
})
