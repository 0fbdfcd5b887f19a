#!/bin/sh
# Asks an installation whether it lives and is ready, and with a token whether its worker is well.
# Usage: smoke.sh URL
# TENANTPILOT_TOKEN: a token with the app role Operations; or SMOKE_SCOPE, for which the Azure CLI gives one
set -eu

url=${1:?"Usage: smoke.sh URL"}
url=${url%/}

ask() {
  path=$1
  shift
  curl -fsS -o /dev/null --max-time 30 --retry 20 --retry-delay 15 "$@" "$url/api/$path" || {
    echo "$url/api/$path does not answer as it should: docs/deploying.md, when it does not work." >&2
    exit 1
  }
  echo "$path: well"
}

# every failure is asked again, because a new package starts for some time
ask health/live --retry-all-errors
ask health/ready --retry-all-errors

token=${TENANTPILOT_TOKEN:-}
if [ -z "$token" ] && [ -n "${SMOKE_SCOPE:-}" ]; then
  token=$(az account get-access-token --scope "$SMOKE_SCOPE" --query accessToken -o tsv)
fi
if [ -z "$token" ]; then
  echo "worker-health: not asked, there is no token"
  exit 0
fi
# through its input, because arguments can be read by every process of the machine
printf 'header = "Authorization: Bearer %s"\n' "$token" | ask worker-health -K -
