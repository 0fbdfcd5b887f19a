#!/bin/sh
# Prints what CHANGELOG.md says of a release. Stops where it says nothing, or where package.json has another version.
# Usage: release-notes.sh TAG, such as v1.2.0
set -eu
cd "$(dirname "$0")/../.."

tag=${1:?"Usage: release-notes.sh TAG"}
version=$(node -p 'require("./package.json").version')
[ "$tag" = "v$version" ] || {
  echo "The tag is $tag and package.json has $version: give both the same version." >&2
  exit 1
}
# the heading is the version, perhaps with a date behind it
notes=$(awk -v version="$version" '/^## / { inside = $2 == version; next } inside' CHANGELOG.md)
[ -n "$notes" ] || {
  echo "CHANGELOG.md has no section \"## $version\": write it." >&2
  exit 1
}
printf '%s\n' "$notes"
