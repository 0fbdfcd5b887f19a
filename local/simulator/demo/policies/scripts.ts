import type { Template } from '../template'

const script = (
  name: string,
  own: Pick<Template, 'description' | 'to' | 'tags' | 'single'>,
  fileName: string,
  lines: readonly string[],
): Template => ({
  collection: 'deviceManagementScripts',
  name: `Win - Script - ${name}`,
  ...own,
  properties: {
    fileName,
    scriptContent: Buffer.from(`${lines.join('\n')}\n`).toString('base64'),
    runAsAccount: 'system',
    enforceSignatureCheck: false,
    runAs32Bit: false,
  },
})

export const scripts: readonly Template[] = [
  script(
    'Remove consumer apps',
    { description: 'Games and trials that Windows brings along.', to: ['all devices | Win - Corporate devices'] },
    'Remove-ConsumerApps.ps1',
    [
      '# Removes apps that nobody needs at work.',
      "$apps = 'Microsoft.BingNews', 'Microsoft.GamingApp', 'Microsoft.MicrosoftSolitaireCollection', 'Clipchamp.Clipchamp'",
      'foreach ($app in $apps) {',
      '    Get-AppxPackage -AllUsers -Name $app | Remove-AppxPackage -AllUsers -ErrorAction SilentlyContinue',
      '}',
    ],
  ),
  script(
    'Time zone and region',
    {
      description: 'Sets what Autopilot does not ask for.',
      to: ['SG-Country-Germany', 'SG-Country-Austria'],
      tags: ['Germany', 'Austria'],
      single: true,
    },
    'Set-Region.ps1',
    [
      "Set-TimeZone -Id 'W. Europe Standard Time'",
      'Set-WinSystemLocale -SystemLocale de-DE',
      "Write-Output 'Region is set'",
    ],
  ),
  script(
    'BitLocker key to Entra ID',
    {
      description: 'Saves keys of devices that were encrypted before they were managed.',
      to: ['SG-Intune-Windows-Pilot'],
    },
    'Backup-RecoveryKey.ps1',
    [
      '$drive = Get-BitLockerVolume -MountPoint $env:SystemDrive',
      "$key = $drive.KeyProtector | Where-Object KeyProtectorType -eq 'RecoveryPassword'",
      'BackupToAAD-BitLockerKeyProtector -MountPoint $env:SystemDrive -KeyProtectorId $key.KeyProtectorId',
    ],
  ),
]
