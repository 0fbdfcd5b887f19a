#!/bin/sh
# Runs a command with the address of a database in DATABASE_URL, as LOGIN, with a token of who is signed in to the Azure CLI.
# A server of our own lets this machine in for that time: the firewall rule is removed whatever happens, and one that a killed
# run left is removed first.
# Usage: with-database.sh HOST DATABASE LOGIN COMMAND...
# MIGRATOR_CONFIG_DIR: the Azure CLI's folder of who is LOGIN, where that is not who opens the firewall
set -eu
cd "$(dirname "$0")/../.."

usage="Usage: with-database.sh HOST DATABASE LOGIN COMMAND..."
host=${1:?"$usage"} database=${2:?"$usage"} login=${3:?"$usage"}
: "${4:?"$usage"}"
shift 3
group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}
server=${host%%.*}
rule=

firewall() {
  verb=$1
  shift
  az postgres flexible-server firewall-rule "$verb" -g "$group" --server-name "$server" "$@"
}

removal() { echo "az postgres flexible-server firewall-rule delete -g $group --server-name $server --name $1 --yes"; }

# The name of a rule says when it was made. Another run may be under way, so one of the last hour stays.
remove_stale() {
  names=$(firewall list --query "[?starts_with(name, 'migrate-')].name" -o tsv)
  for name in $names; do
    made=${name#migrate-}
    made=${made%%-*}
    case $made in '' | *[!0-9]*) continue ;; esac
    [ $(($(date +%s) - made)) -lt 3600 ] || firewall delete --name "$name" --yes -o none ||
      # another job may have been quicker
      echo "The old firewall rule $name could not be removed. Where it is still there: $(removal "$name")" >&2
  done
}

close() {
  status=$?
  trap - EXIT
  [ -z "$rule" ] || firewall delete --name "$rule" --yes -o none || {
    echo "The firewall rule $rule may still be open. Remove it: $(removal "$rule")" >&2
    [ "$status" != 0 ] || status=1
  }
  exit "$status"
}

open() {
  address=${MY_ADDRESS:-$(curl -fsS --max-time 30 --retry 3 https://api.ipify.org || true)}
  # a rule for 0.0.0.0 lets all of Azure in
  node -e 'const [address] = process.argv.slice(1); process.exit(net.isIPv4(address) && !/^0[.]/.test(address) ? 0 : 1)' -- "$address" || {
    echo "The address of this machine is not known: set MY_ADDRESS to its public IPv4 address." >&2
    exit 1
  }
  rule="migrate-$(date +%s)-$$"
  firewall create --name "$rule" --start-ip-address "$address" --end-ip-address "$address" -o none
}

token() {
  [ -z "${MIGRATOR_CONFIG_DIR:-}" ] || export AZURE_CONFIG_DIR="$MIGRATOR_CONFIG_DIR"
  az account get-access-token --resource-type oss-rdbms --query accessToken -o tsv
}

encoded() { node -p 'encodeURIComponent(process.argv[1])' "$1"; }

user=$(encoded "$login")
path=$(encoded "$database")
password=$(token)
trap close EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
if [ "${POSTGRES_MODE:-new}" = new ] && [ "${PRIVATE_NETWORKING:-false}" = false ]; then
  remove_stale
  open
fi
# in the environment, because arguments can be read by every process of the machine
PGPASSWORD=$password DATABASE_URL="postgres://$user@$host:5432/$path" "$@"
