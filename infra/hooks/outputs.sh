#!/bin/sh
# Prints what the last deployment of main.bicep put out, as NAME=VALUE; lists as JSON, the apps in the order in which they are deployed.
# Usage: outputs.sh, with AZURE_RESOURCE_GROUP
set -eu

group=${AZURE_RESOURCE_GROUP:?"AZURE_RESOURCE_GROUP is not set."}
outputs=$(az deployment group show -g "$group" -n main --query properties.outputs -o json)
# shellcheck disable=SC2016 # the braces are those of JavaScript
printf '%s' "$outputs" | node -e '
const outputs = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
const names = ["vaultName", "postgresHost", "postgresDatabase", "migratorName", "migratorPrincipalId", "migratorClientId", "publicBaseUrl"]
for (const name of names) console.log(`${name}=${outputs[name].value}`)
for (const name of ["loginNames", "loginPrincipalIds", "loginConnections"]) console.log(`${name}=${JSON.stringify(outputs[name].value)}`)
console.log(`appNames=${outputs.appNames.value.reverse().join(" ")}`)
'
