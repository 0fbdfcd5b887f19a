#!/bin/sh
# Stops azd where the scripts would work on another subscription, where DEPLOY_WORKER disagrees with APP_ROLE_MODE (the worker
# is a service of its own where the apps are split), or where nobody is named who migrates a server that stands already.
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

# a workflow migrates as an identity of its own, so it is azd alone that must be told
if [ "${POSTGRES_MODE:-new}" = existing ] && [ -z "${MIGRATES_AS:-${POSTGRES_ADMINISTRATORS_GROUP_NAME:-}}" ]; then
  echo "Nobody is named who migrates: run \"azd env set MIGRATES_AS LOGIN\" (and BOOTSTRAPS_AS for who looks at the server), then start again." >&2
  exit 1
fi
