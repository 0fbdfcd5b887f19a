#!/bin/sh
# Prepares the database for the identities of an environment: owner, roles, logins with their limits. As a member of the group
# of its administrators, once, and again whenever an identity or a limit changes.
# Usage: bootstrap.sh [OPTION OF db:bootstrap...], with AZURE_RESOURCE_GROUP and the variables of environments/NAME.env
# BOOTSTRAPS_AS: another login than the group, for a server that stands already
set -eu
cd "$(dirname "$0")/../.."

login=${BOOTSTRAPS_AS:-${POSTGRES_ADMINISTRATORS_GROUP_NAME:?"POSTGRES_ADMINISTRATORS_GROUP_NAME is not set: load infra/environments/NAME.env."}}
mode=${APP_ROLE_MODE:?"APP_ROLE_MODE is not set: load infra/environments/NAME.env."}

# azd gives what was made as variables; else it is asked for
if [ -n "${loginNames:-}" ]; then made=$(env); else made=$(sh infra/hooks/outputs.sh); fi
value() { printf '%s\n' "$made" | sed -n "s/^$1=//p"; }
host=$(value postgresHost)
# a restored server is bootstrapped before anything is deployed for it
if [ "${POSTGRES_MODE:-new}" = existing ]; then
  host=${POSTGRES_HOST:?"POSTGRES_HOST is not set: load infra/environments/NAME.env."}
fi

# shellcheck disable=SC2016 # the dollars are those of JavaScript
logins=$(node -e '
const [mode, migrator, migratorId, ...lists] = process.argv.slice(1)
const [names, ids, limits] = lists.map((list) => JSON.parse(list))
const apps = mode === "all" ? ["all"] : ["api", "worker"]
if ([names, ids, limits].some((list) => list.length !== apps.length)) throw new Error("There are other apps than APP_ROLE_MODE says.")
console.log(`--migrator ${migrator},oid=${migratorId},connections=5`)
apps.forEach((app, i) => console.log(`--${app} ${names[i]},oid=${ids[i]},connections=${limits[i]}`))
' "$mode" "$(value migratorName)" "$(value migratorPrincipalId)" "$(value loginNames)" "$(value loginPrincipalIds)" "$(value loginConnections)")

# shellcheck disable=SC2086 # each part is an argument of its own, and names of identities have no spaces
exec sh infra/hooks/with-database.sh "$host" "$(value postgresDatabase)" "$login" npm run -s db:bootstrap -- $logins "$@"
