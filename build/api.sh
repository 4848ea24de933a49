#!/usr/bin/env bash
# Writes the public API of the packages, as it stands, into their PublicAPI.Unshipped.txt; what is in PublicAPI.Shipped.txt is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

for project in src/Planton.Terraform.Plugin src/Planton.Terraform.Plugin.Testing; do
  unshipped=$project/PublicAPI.Unshipped.txt
  echo '#nullable enable' >"$unshipped"
  dotnet build "$project" --no-incremental --nologo -v quiet -p:TreatWarningsAsErrors=false |
    sed -n "\|/$project/|s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >"$unshipped.new"
  cat "$unshipped.new" >>"$unshipped"
  rm "$unshipped.new"
done
