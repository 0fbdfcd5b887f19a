#!/bin/sh
# Stops azd where the scripts would work on another subscription, or where DEPLOY_WORKER disagrees with APP_ROLE_MODE: the
# worker is a service of its own where the apps are split.
# Usage: check-azd.sh
set -eu

wanted=${AZURE_SUBSCRIPTION_ID:?"AZURE_SUBSCRIPTION_ID is not set: run \"azd env set AZURE_SUBSCRIPTION_ID ID\"."}
active=$(az account show --query id -o tsv)
[ "$active" = "$wanted" ] || {
  echo "The Azure CLI is in another subscription: run \"az account set --subscription $wanted\", then start again." >&2
  exit 1
}

case ${APP_ROLE_MODE:?"APP_ROLE_MODE is not set: load infra/environments/NAME.env."} in
  all) expected=false ;;
  *) expected=true ;;
esac
[ "${DEPLOY_WORKER:-true}" = "$expected" ] || {
  echo "APP_ROLE_MODE is $APP_ROLE_MODE: run \"azd env set DEPLOY_WORKER $expected\", then start again." >&2
  exit 1
}
