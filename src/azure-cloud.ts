/** Scopes of tokens that differ by cloud. Those of Service Bus are the same everywhere, and a vault names its own. */
interface AzureCloud {
  /** A token of it is the password of PostgreSQL. */
  databaseScope: string
  /** A token of it stands for a registration that has the identity as federated credential. */
  exchangeScope: string
}

const cloud = (databaseHost: string, exchange: string): AzureCloud => ({
  databaseScope: `https://ossrdbms-aad.${databaseHost}/.default`,
  exchangeScope: `api://${exchange}/.default`,
})

const publicCloud = cloud('database.windows.net', 'AzureADTokenExchange')
const usGovernment = cloud('database.usgovcloudapi.net', 'AzureADTokenExchangeUSGov')
const china = cloud('database.chinacloudapi.cn', 'AzureADTokenExchangeChina')

const byAuthority: Readonly<Record<string, AzureCloud>> = {
  'login.microsoftonline.us': usGovernment,
  'login.chinacloudapi.cn': china,
  'login.partner.microsoftonline.cn': china,
}

/** The cloud of an authority such as `https://login.microsoftonline.com`; an unknown one is that of the public cloud. */
export function azureCloud(authorityHost: string): AzureCloud {
  return byAuthority[new URL(authorityHost).hostname] ?? publicCloud
}
