#!/bin/sh
# Lets a deleted vault of this environment come back with its secrets: its name stays taken for 90 days.
# Usage: recover-vault.sh, with AZURE_ENV_NAME and AZURE_RESOURCE_GROUP
set -eu

environment=${AZURE_ENV_NAME:?"AZURE_ENV_NAME is not set."}
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}

deleted=$(az keyvault list-deleted --resource-type vault -o tsv --query \
  "[?properties.tags.\"azd-env-name\"=='$environment' && contains(properties.vaultId, '/resourceGroups/$group/')].name") || {
  echo "Deleted vaults cannot be listed, so RECOVER_VAULT stays ${RECOVER_VAULT:-false}. Who may read them: az keyvault list-deleted." >&2
  exit 0
}
if [ -n "$deleted" ]; then
  echo "The deleted vault $deleted comes back with its secrets."
  azd env set RECOVER_VAULT true
else
  # a vault that is there cannot be recovered a second time
  azd env set RECOVER_VAULT false
fi
