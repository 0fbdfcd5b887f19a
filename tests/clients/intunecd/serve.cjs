// Serves a random tenant of 60 policies until it is stopped; prints what IntuneCD needs. Run after `npm run build`.
const { readFileSync } = require('node:fs')
const { request } = require('node:https')
const { tenantId, startTenants } = require('./tenants.cjs')

const roles = [
  'DeviceManagementConfiguration.ReadWrite.All',
  'DeviceManagementScripts.Read.All',
  'Group.Read.All',
  'Organization.Read.All',
]

void startTenants([], (line) => console.error(line)).then((simulator) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
  simulator.control.roles(tenantId, roles)
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
    client_id: simulator.clientId,
    client_secret: simulator.clientSecret,
  })
  const options = { method: 'POST', ca: readFileSync(simulator.caFile) }
  request(`${simulator.url}/${tenantId}/oauth2/v2.0/token`, options, (response) => {
    let text = ''
    response.on('data', (chunk) => (text += chunk))
    response.on('end', () =>
      console.log(
        `export SIM_URL=${simulator.url} SIM_CA=${simulator.caFile} SIM_TOKEN=${JSON.parse(text).access_token}`,
      ),
    )
  }).end(form.toString())
})
