#!/bin/sh
# Runs a command with the values of infra/environments/NAME.env, at the root of the repository.
# Usage: in-environment.sh NAME COMMAND...
set -eu
cd "$(dirname "$0")/../.."

usage="Usage: in-environment.sh NAME COMMAND..."
file=infra/environments/${1:?"$usage"}.env
shift
: "${1:?"$usage"}"
[ -f "$file" ] || {
  echo "There is no $file." >&2
  exit 1
}
set -a
# shellcheck disable=SC1090 # one of several files
. "./$file"
set +a
exec "$@"
