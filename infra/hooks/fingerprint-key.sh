#!/bin/sh
# Makes the fingerprint key in the vault, once. A key that is there is never replaced; a deleted one comes back.
# Usage: fingerprint-key.sh VAULT
set -eu

vault=${1:?"Usage: fingerprint-key.sh VAULT"}
secret=settings-fingerprint-key

# How many secrets of this name are listed: 0 or 1.
count() {
  az keyvault secret "$1" --vault-name "$vault" --query "length([?ends_with(id, '/secrets/$secret')])" -o tsv
}

# the role that lets us in takes up to ten minutes
attempt=1
until there=$(count list); do
  [ "$attempt" -lt 20 ] || {
    echo "The vault $vault cannot be read: it needs the role Key Vault Secrets Officer, and a way in." >&2
    exit 1
  }
  attempt=$((attempt + 1))
  sleep 30
done
[ "$there" = 0 ] || {
  echo "The fingerprint key is there."
  exit 0
}
deleted=$(count list-deleted)
[ "$deleted" = 0 ] || {
  az keyvault secret recover --vault-name "$vault" --name "$secret" -o none
  echo "The deleted fingerprint key is back."
  exit 0
}

# mktemp lets nobody else read it
file=$(mktemp)
trap 'rm -f "$file"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# through a file, because arguments can be read by every process of the machine
openssl rand -base64 48 | tr -d '\n' > "$file"
[ -s "$file" ] || {
  echo "openssl made no key: install it, then start again." >&2
  exit 1
}
az keyvault secret set --vault-name "$vault" --name "$secret" --file "$file" --encoding utf-8 -o none
echo "The fingerprint key is made. Keep a copy of it: docs/operating.md, what must not be lost."
