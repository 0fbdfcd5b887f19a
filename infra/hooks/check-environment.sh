#!/bin/sh
# Stops before anything is made where a value is missing that environments/NAME.env leaves to whoever installs.
# Usage: check-environment.sh, with the variables of that file in the environment
set -eu

needed="APP_ROLE_MODE API_CLIENT_ID READER_CLIENT_ID"
[ "${POSTGRES_MODE:?"POSTGRES_MODE is not set: load infra/environments/NAME.env."}" != new ] ||
  needed="$needed POSTGRES_ADMINISTRATORS_GROUP_ID POSTGRES_ADMINISTRATORS_GROUP_NAME"
[ "$POSTGRES_MODE" != existing ] || needed="$needed POSTGRES_HOST"

missing=
for name in $needed; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || missing="$missing $name"
done
[ -z "$missing" ] || {
  echo "Fill in infra/environments/${AZURE_ENV_NAME:-NAME}.env:$missing." >&2
  exit 1
}
