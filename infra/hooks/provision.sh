#!/bin/sh
# Deploys main.bicep with infra/environments/NAME.env, or shows what it would change.
# Usage: provision.sh what-if|create NAME, with AZURE_RESOURCE_GROUP
set -eu
cd "$(dirname "$0")/../.."

usage="Usage: provision.sh what-if|create NAME"
verb=${1:?"$usage"} environment=${2:?"$usage"}
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}
file=infra/environments/$environment.env
[ -f "$file" ] || {
  echo "There is no $file." >&2
  exit 1
}

set -a
. "./$file"
set +a
sh infra/hooks/check-environment.sh
case $verb in
  what-if) az deployment group what-if -g "$group" -n main -p infra/main.bicepparam ;;
  create) az deployment group create -g "$group" -n main -p infra/main.bicepparam -o none ;;
  *)
    echo "$usage" >&2
    exit 1
    ;;
esac
