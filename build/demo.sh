#!/usr/bin/env bash
# Publishes the provider and shows what it does: the real CLI plans, applies, heals and destroys against a simulated account (tools/Planton.Demo).
# With an executable and a CLI as arguments it shows those, as the release does on each platform.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

need_sdk
if [[ $# == 0 ]]; then
  cli=$(command -v terraform || command -v tofu) ||
    fail 'neither terraform nor tofu is on the PATH. Install one: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install'
  echo 'Building the provider and the simulator takes a minute or two the first time.'
  executable=$(build/publish.sh)
  set -- "$executable" "$(basename "$cli")"
fi
dotnet build tools/Planton.Demo -c Release --nologo -v quiet -clp:NoSummary
exec dotnet artifacts/bin/Planton.Demo/release/Planton.Demo.dll "$@"
