import { oneOf, type Template } from '../template'
import { enabled, windowsCatalog } from './catalog'

const id = 'device_vendor_msft_policy_config_microsoft_edge'
const base = `${id}~policy~microsoft_edge`

export const browsers: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - Edge - Security - v2.5',
      description: 'SmartScreen, passwords and extensions in Microsoft Edge.',
      to: ['all devices | Win - Corporate devices'],
    },
    {
      [`${base}~smartscreen_smartscreenenabled`]: 1,
      [`${id}v80diff~policy~microsoft_edge~smartscreen_smartscreenpuaenabled`]: 1,
      [`${base}~passwordmanager_passwordmanagerenabled`]: oneOf(0, 1),
      [`${base}~extensions_extensioninstallblocklist`]: enabled({ _extensioninstallblocklistdesc: ['*'] }),
      [`${id}v78diff~policy~microsoft_edge_trackingprevention`]: enabled({ _trackingprevention: oneOf(2, 3) }),
      [`${id}v86.1~policy~microsoft_edge_diagnosticdata`]: enabled({ _diagnosticdata: oneOf(1, 0) }),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Edge - Start page - v1.2',
      description: 'The intranet as start page.',
      to: ['all users', '-SG-Intune-Kiosks'],
    },
    {
      [`${base}~startup_homepagelocation`]: enabled({
        _homepagelocation: oneOf('https://intranet.contoso.com', 'https://contoso.sharepoint.com'),
      }),
      [`${id}v77.3~policy~microsoft_edge~startup_restoreonstartup`]: enabled({ _restoreonstartup: 4 }),
      [`${id}v80diff~policy~microsoft_edge_hidefirstrunexperience`]: 1,
    },
  ),
]
