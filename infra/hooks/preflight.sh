#!/bin/sh
# Looks whether a PostgreSQL that stands already will do, and changes nothing. A server of our own is made as it must be.
# Usage: preflight.sh [LOGIN], with the variables of environments/NAME.env; without LOGIN as the group of its administrators
# BOOTSTRAPS_AS: another login than the group
set -eu
cd "$(dirname "$0")/../.."

[ "${POSTGRES_MODE:-new}" = existing ] || exit 0
login=${1:-${BOOTSTRAPS_AS:-${POSTGRES_ADMINISTRATORS_GROUP_NAME:?"Which login looks? Give it, or set BOOTSTRAPS_AS."}}}
host=${POSTGRES_HOST:?"POSTGRES_HOST is not set: load infra/environments/NAME.env."}
wanted=$((${API_CONNECTIONS:-0} + ${WORKER_CONNECTIONS:?"WORKER_CONNECTIONS is not set: load infra/environments/NAME.env."} + 5))

status=0
sh infra/hooks/with-database.sh "$host" "${POSTGRES_DATABASE:-tenantpilot}" "$login" npm run -s db:preflight -- --connections "$wanted" || status=$?
# 3: warnings, and what this login cannot see
[ "$status" = 3 ] || exit "$status"
