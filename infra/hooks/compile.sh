#!/bin/sh
# Compiles every Bicep file that is deployed into FOLDER, with the linter, and the parameters of every environment. Stops where
# a file has another form than "bicep format" gives it.
# Usage: compile.sh FOLDER
set -eu
cd "$(dirname "$0")/../.."

folder=${1:?"Usage: compile.sh FOLDER"}
mkdir -p "$folder"

for file in infra/*.bicep infra/modules/*.bicep; do
  bicep format "$file" --outfile "$folder/formatted"
  cmp -s "$file" "$folder/formatted" || {
    echo "$file has another form: run \"bicep format $file\"." >&2
    exit 1
  }
done
rm "$folder/formatted"
for file in infra/*.bicep; do
  bicep lint "$file"
  bicep build "$file" --outfile "$folder/$(basename "$file" .bicep).json"
done
for file in infra/environments/*.env; do
  name=$(basename "$file" .env)
  sh infra/hooks/in-environment.sh "$name" bicep build-params infra/main.bicepparam --outfile "$folder/$name.parameters.json"
done
