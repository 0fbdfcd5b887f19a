#!/bin/sh
# Deploys main.bicep with the values of the environment, or shows what it would change.
# Usage: provision.sh what-if|create, with AZURE_RESOURCE_GROUP and the variables of environments/NAME.env
set -eu
cd "$(dirname "$0")/../.."

usage="Usage: provision.sh what-if|create"
verb=${1:?"$usage"}
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}
sh infra/hooks/check-environment.sh

case $verb in
  what-if) az deployment group what-if -g "$group" -n main -p infra/main.bicepparam ;;
  create) az deployment group create -g "$group" -n main -p infra/main.bicepparam -o none ;;
  *)
    echo "$usage" >&2
    exit 1
    ;;
esac
