import { oneOf, type Template } from '../template'
import { enabled, windowsCatalog } from './catalog'

const drive = 'device_vendor_msft_policy_config_onedrivengscv2'
const user = 'user_vendor_msft_policy_config'
const excel = `${user}_excel16v2~policy~l_microsoftofficeexcel~l_exceloptions~l_security~l_trustcenter`
const word = `${user}_word16v2~policy~l_microsoftofficeword~l_wordoptions~l_security~l_trustcenter`
const powerpoint = `${user}_ppt16v2~policy~l_microsoftofficepowerpoint~l_powerpointoptions~l_security~l_trustcenter`
/** The tenant that a new local database has, `seedEntraTenantId` in `local/postgres`. */
const tenantId = '11111111-2222-4333-8444-555555555555'

export const office: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - OneDrive - Known Folder Move - v1.5',
      description: 'Desktop, documents and pictures move to OneDrive without a question.',
      to: ['all devices | Win - Corporate devices', '-SG-Intune-Kiosks'],
    },
    {
      [`${drive}~policy~onedrivengsc_silentaccountconfig`]: 1,
      [`${drive}~policy~onedrivengsc_filesondemandenabled`]: 1,
      [`${drive}.updates~policy~onedrivengsc_kfmoptinnowizard`]: enabled({
        _kfmoptinnowizard_textbox: tenantId,
        _kfmoptinnowizard_desktop_checkbox: 1,
        _kfmoptinnowizard_documents_checkbox: 1,
        _kfmoptinnowizard_pictures_checkbox: 1,
        _kfmoptinnowizard_dropdown: oneOf(0, 1),
      }),
      [`${drive}~policy~onedrivengsc_kfmblockoptout`]: 1,
      [`${drive}~policy~onedrivengsc_allowtenantlist`]: enabled({ _allowtenantlistbox: [tenantId] }),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Microsoft 365 Apps - Macros - v2.0',
      description: 'Macros from the internet are blocked; others must be signed.',
      to: ['all users', '-SG-Office-Macro-Exceptions'],
    },
    {
      [`${excel}_l_blockmacroexecutionfrominternet`]: 1,
      [`${word}_l_blockmacroexecutionfrominternet`]: 1,
      [`${powerpoint}_l_blockmacroexecutionfrominternet`]: 1,
      [`${excel}_l_vbawarningspolicy`]: enabled({ _l_empty4: 3 }),
      [`${word}_l_vbawarningspolicy`]: enabled({ _l_empty19: 3 }),
      [`${powerpoint}_l_vbawarningspolicy`]: enabled({ _l_empty3: 3 }),
    },
  ),
]
