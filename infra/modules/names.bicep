// Names that more than one file must know. `group` is the id of the resource group.

@export()
@description('Ten characters that are always the same for the same resource group.')
func suffix(group string) string => take(uniqueString(group), 10)

@export()
@description('Name of the function app of a role, `api`, `worker` or `all`. It has at most 31 characters, because the host makes its id of the first 32.')
func appName(role string, environmentName string, group string) string => 'tp-${role}-${environmentName}-${suffix(group)}'

@export()
@description('Name of a managed identity: `api`, `worker`, `migrator` or `deployer`. It is the name of its login in PostgreSQL too.')
func identityName(kind string, environmentName string) string => 'tenantpilot-${kind}-${environmentName}'

@export()
@description('Address of a function app that has no domain of its own.')
func appUrl(name string) string => 'https://${name}.azurewebsites.net'

@export()
@description('Unique name of a registration in Entra: `api`, `reader` or `restorer`.')
func registrationName(kind string, environmentName string) string => 'tenantpilot-${kind}-${environmentName}'
