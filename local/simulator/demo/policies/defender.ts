import { oneOf, type Template } from '../template'
import { windowsCatalog } from './catalog'

const id = 'device_vendor_msft_policy_config_defender'
const rules = `${id}_attacksurfacereductionrules`

export const defender: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - Defender Antivirus - Baseline - v3.0',
      description: 'Real-time and cloud protection for all Windows devices. Owner: SOC',
      security: 'Microsoft Defender Antivirus',
      to: ['all devices'],
    },
    {
      [`${id}_allowrealtimemonitoring`]: 1,
      [`${id}_allowbehaviormonitoring`]: 1,
      [`${id}_allowcloudprotection`]: 1,
      [`${id}_allowioavprotection`]: 1,
      [`${id}_allowscriptscanning`]: 1,
      [`${id}_allowarchivescanning`]: 1,
      [`${id}_allowemailscanning`]: oneOf(1, 0),
      [`${id}_allowfullscanremovabledrivescanning`]: 1,
      [`${id}_allowuseruiaccess`]: oneOf(1, 0),
      [`${id}_checkforsignaturesbeforerunningscan`]: 1,
      [`${id}_cloudblocklevel`]: oneOf(2, 4),
      [`${id}_cloudextendedtimeout`]: oneOf(50, 30),
      [`${id}_daystoretaincleanedmalware`]: oneOf(60, 30, 90),
      [`${id}_avgcpuloadfactor`]: oneOf(30, 20, 50),
      [`${id}_enablenetworkprotection`]: 1,
      [`${id}_puaprotection`]: 1,
      [`${id}_realtimescandirection`]: 0,
      [`${id}_scanparameter`]: 1,
      [`${id}_schedulequickscantime`]: oneOf(720, 660, 780),
      [`${id}_signatureupdateinterval`]: oneOf(4, 1, 8),
      [`${id}_submitsamplesconsent`]: oneOf(1, 3),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Defender Antivirus - Exclusions - Developers',
      description: 'Build folders. Approved by the SOC until the end of the year (CHG-20418).',
      security: 'Microsoft Defender Antivirus exclusions',
      to: ['SG-Dept-Engineering'],
      single: true,
    },
    {
      [`${id}_excludedpaths`]: ['C:\\Dev', 'D:\\Builds', '%ProgramData%\\Docker'],
      [`${id}_excludedprocesses`]: ['msbuild.exe', 'node.exe'],
      [`${id}_excludedextensions`]: ['obj', 'pdb'],
    },
  ),
  windowsCatalog(
    {
      name: 'Win - ASR rules - Block - v1.4',
      description: 'Attack surface reduction, after three months in audit mode.',
      security: 'Attack Surface Reduction Rules',
      to: ['SG-Intune-Windows-Broad', '-SG-Intune-Exclusions'],
    },
    {
      [rules]: {
        _blockabuseofexploitedvulnerablesigneddrivers: 'block',
        _blockadobereaderfromcreatingchildprocesses: 'block',
        _blockallofficeapplicationsfromcreatingchildprocesses: 'block',
        _blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem: 'block',
        _blockexecutablecontentfromemailclientandwebmail: 'block',
        _blockexecutionofpotentiallyobfuscatedscripts: 'block',
        _blockjavascriptorvbscriptfromlaunchingdownloadedexecutablecontent: 'block',
        _blockofficeapplicationsfromcreatingexecutablecontent: 'block',
        _blockofficeapplicationsfrominjectingcodeintootherprocesses: 'block',
        _blockpersistencethroughwmieventsubscription: 'block',
        _blockprocesscreationsfrompsexecandwmicommands: 'block',
        _blockuntrustedunsignedprocessesthatrunfromusb: 'block',
        _blockwin32apicallsfromofficemacros: 'block',
        _useadvancedprotectionagainstransomware: 'block',
      },
      [`${id}_attacksurfacereductiononlyexclusions`]: oneOf(
        ['C:\\Program Files\\Contoso\\ERP\\Reporting.exe'],
        ['C:\\Program Files\\Contoso\\ERP\\Reporting.exe', 'C:\\Program Files\\Contoso\\Labels\\Print.exe'],
      ),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - ASR rules - Audit - Pilot',
      description: 'New rules are watched here first.',
      security: 'Attack Surface Reduction Rules',
      to: ['SG-Intune-Windows-Pilot'],
    },
    {
      [rules]: {
        _blockrebootingmachineinsafemode: 'audit',
        _blockuseofcopiedorimpersonatedsystemtools: 'audit',
        _blockexecutablefilesrunningunlesstheymeetprevalenceagetrustedlistcriterion: 'audit',
      },
      [`${id}_enablecontrolledfolderaccess`]: 2,
      [`${id}_controlledfolderaccessallowedapplications`]: ['C:\\Program Files\\Contoso\\Backup\\agent.exe'],
    },
  ),
]
