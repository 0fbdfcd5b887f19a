#!/bin/sh
# azd deploys the worker as a service of its own where DEPLOY_WORKER is true. Stops where that disagrees with APP_ROLE_MODE.
# Usage: check-services.sh
set -eu

case ${APP_ROLE_MODE:?"APP_ROLE_MODE is not set: load infra/environments/NAME.env."} in
  all) expected=false ;;
  *) expected=true ;;
esac
[ "${DEPLOY_WORKER:-true}" = "$expected" ] || {
  echo "APP_ROLE_MODE is $APP_ROLE_MODE: run \"azd env set DEPLOY_WORKER $expected\", then start again." >&2
  exit 1
}
