import { uuid } from '../../seed'
import type { Sample } from '../record'

const script = `# Sets the time zone of kiosks
Set-TimeZone -Id 'W. Europe Standard Time'
Write-Output "Zürich: $((Get-TimeZone).Id)"
`

/** A script of several lines, with a letter that is not ASCII. */
export const sample: Sample = {
  policy: {
    id: uuid('sample', 'deviceManagementScripts'),
    displayName: 'Win - Script - Time zone',
    description: 'Kiosks in Zürich',
    scriptContent: Buffer.from(script).toString('base64'),
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    runAsAccount: 'system',
    enforceSignatureCheck: false,
    fileName: 'Set-KioskTimeZone.ps1',
    roleScopeTagIds: ['0'],
    runAs32Bit: true,
    assignments: [],
  },
  policyName: 'Win - Script - Time zone',
  policyType: 'deviceManagementScript',
  rows: [
    ['scriptContent', script],
    ['fileName', 'Set-KioskTimeZone.ps1'],
    ['runAsAccount', 'system'],
    ['enforceSignatureCheck', 'false'],
    ['runAs32Bit', 'true'],
  ],
  settingNames: [
    'PowerShell script',
    'Script file name',
    'Run this script using the logged on credentials',
    'Enforce script signature check',
    'Run as 32 bit',
  ],
  secrets: [],
}
