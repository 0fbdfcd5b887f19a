import { flatPolicies } from '../../synthetic/flat-policies'

const tasks = ['Rename-Computer', 'Remove-Bloatware', 'Set-TimeZone', 'Install-Printer'] as const

/** Scripts of a few lines, with every property. */
export const random = flatPolicies({
  stream: 'deviceManagementScripts',
  size: { onTop: 0.04 },
  make: (dice, n) => {
    const task = dice.pick(tasks)
    const lines = Array.from({ length: 1 + dice.int(20) }, () => `Write-Output "${task} – Gerät ${dice.int(10_000)}"`)
    return {
      displayName: `Win - Script - ${task} ${n}`,
      description: dice.pick(['', 'Für alle Geräte']),
      scriptContent: Buffer.from(lines.join('\r\n')).toString('base64'),
      createdDateTime: '2026-01-05T08:00:00Z',
      lastModifiedDateTime: '2026-02-01T08:00:00Z',
      runAsAccount: dice.pick(['system', 'user']),
      enforceSignatureCheck: dice.chance(0.3),
      fileName: `${task}.ps1`,
      roleScopeTagIds: ['0'],
      runAs32Bit: dice.chance(0.3),
    }
  },
})
