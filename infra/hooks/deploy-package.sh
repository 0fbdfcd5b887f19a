#!/bin/sh
# Deploys one package to every app, one after the other: the worker comes first, because an older one does not know new operations.
# Usage: deploy-package.sh ZIP APP...
set -eu

usage="Usage: deploy-package.sh ZIP APP..."
zip=${1:?"$usage"}
shift
: "${1:?"$usage"}"
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}

for app in "$@"; do
  az functionapp deployment source config-zip -g "$group" -n "$app" --src "$zip" -o none
  echo "Deployed to $app."
done
