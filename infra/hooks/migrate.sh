#!/bin/sh
# Migrates the database as LOGIN, which db:bootstrap made or which is a member of the administrators' group.
# Usage: migrate.sh HOST DATABASE LOGIN, with what with-database.sh needs
set -eu
cd "$(dirname "$0")/../.."

usage="Usage: migrate.sh HOST DATABASE LOGIN"
: "${2:?"$usage"}"
login=${3:?"Who migrates? Set MIGRATES_AS or POSTGRES_ADMINISTRATORS_GROUP_NAME, or give LOGIN: $usage"}
exec sh infra/hooks/with-database.sh "$1" "$2" "$login" npm run -s db:migrate
