#!/bin/sh
# Lets a deleted vault of this environment come back with its secrets: its name stays taken for 90 days.
# Usage: recover-vault.sh, with AZURE_ENV_NAME and AZURE_RESOURCE_GROUP
set -eu

environment=${AZURE_ENV_NAME:?"AZURE_ENV_NAME is not set."}
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}

found=$(az keyvault list-deleted --resource-type vault -o tsv --query \
  "[?properties.tags.\"azd-env-name\"=='$environment'].[name, properties.vaultId]") || {
  echo "Deleted vaults cannot be listed, so RECOVER_VAULT stays ${RECOVER_VAULT:-false}. Who may read them: az keyvault list-deleted." >&2
  exit 0
}
# Azure writes names of groups in any case
deleted=$(printf '%s\n' "$found" | awk -F '\t' -v group="/resourcegroups/$group/" 'index(tolower($2), tolower(group)) { print $1 }')
case $deleted in
  '') ;;
  *[[:space:]]*) echo "Of these deleted vaults the one comes back that has the name of this environment's: $(printf '%s\n' "$deleted" | paste -sd ' ' -)." ;;
  *) echo "The deleted vault $deleted comes back with its secrets." ;;
esac
if [ -n "$deleted" ]; then
  azd env set RECOVER_VAULT true
else
  # a vault that is there cannot be recovered a second time
  azd env set RECOVER_VAULT false
fi
