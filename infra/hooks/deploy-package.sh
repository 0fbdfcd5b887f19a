#!/bin/sh
# Deploys one package to every app, one after the other: the worker comes first, because an older one does not know new operations.
# Usage: deploy-package.sh [--back] ZIP APP...
# --back: an older package, so the last app comes first. The older worker does not know what a newer API still starts.
set -eu

usage="Usage: deploy-package.sh [--back] ZIP APP..."
back=false
if [ "${1:-}" = --back ]; then
  back=true
  shift
fi
zip=${1:?"$usage"}
shift
: "${1:?"$usage"}"
if [ "$back" = true ]; then
  reversed=
  for app in "$@"; do reversed="$app $reversed"; done
  # shellcheck disable=SC2086 # names of apps have no spaces
  set -- $reversed
fi
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}

for app in "$@"; do
  az functionapp deployment source config-zip -g "$group" -n "$app" --src "$zip" -o none
  echo "Deployed to $app."
done
