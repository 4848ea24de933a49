#!/usr/bin/env bash
# Shows that an executable works on this machine, whichever of Linux, macOS and Windows it runs: the real CLI installs it, validates, applies to a
# simulated account, finds nothing left to do, and destroys. Arguments: the executable, the CLI, and the simulator's dll. Takes no token and
# reaches no real account.
set -euo pipefail

[[ $# == 3 ]] || { echo 'smoke: usage: build/smoke.sh EXECUTABLE CLI SIMULATOR.dll' >&2; exit 2; }
executable=$1 cli=$2 simulator=$3
fail() { echo "smoke: $1" >&2; exit 1; }
[[ -f $executable ]] || fail "there is no executable $executable. Run: build/publish.sh"
[[ -f $simulator ]] || fail "there is no simulator $simulator. Run: dotnet build src/Planton.DigitalOcean.Simulator -c Release"
command -v "$cli" >/dev/null || fail "there is no CLI $cli."

# Programs of Windows take paths such as C:/x alone; Git Bash has its own.
native() { if command -v cygpath >/dev/null; then cygpath -m "$1"; else echo "$1"; fi; }

for name in $(compgen -e); do
  case $name in TF_* | DIGITALOCEAN_*) unset "$name" ;; esac
done
work=$(mktemp -d)
process=''
cleanup() {
  if [[ -n $process ]]; then kill "$process" 2>/dev/null || true; wait "$process" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

# The first line alone is the provider's; those behind it are of what is linked in.
version=$("$executable" --version | tr -d '\r')
version=${version%%$'\n'*}
version=${version#* }
platform=$("$(dirname "$0")/platform.sh")
suffix=''
[[ $platform != windows_* ]] || suffix=.exe
for host in registry.terraform.io registry.opentofu.org; do
  place=$work/mirror/$host/project-planton/planton/$version/$platform
  mkdir -p "$place"
  cp "$executable" "$place/terraform-provider-planton_v$version$suffix"
done
printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$(native "$work/mirror")" >"$work/cli.tfrc"
mkdir "$work/configuration"
cat >"$work/configuration/main.tf" <<'TF'
terraform {
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

resource "planton_docr_registry" "smoke" {
  name                   = "smoke"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}
TF

dotnet "$(native "$simulator")" >"$work/address" &
process=$!
for _ in {1..300}; do
  [[ ! -s $work/address ]] || break
  kill -0 "$process" 2>/dev/null || fail 'the simulator ended before it said its address.'
  sleep 0.1
done
api=$(tr -d '\r\n' <"$work/address")
[[ -n $api ]] || fail 'the simulator did not say its address within 30 seconds.'

export CHECKPOINT_DISABLE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 DIGITALOCEAN_TOKEN=smoke DIGITALOCEAN_API_URL=$api
TF_CLI_CONFIG_FILE=$(native "$work/cli.tfrc")
export TF_CLI_CONFIG_FILE
run() {
  "$cli" -chdir="$(native "$work/configuration")" "$@" -no-color >"$work/output" 2>&1 || { cat "$work/output" >&2; fail "$cli $1 did not succeed."; }
  echo "smoke: $1 succeeded."
}
run init -input=false
run validate
run apply -input=false -auto-approve
# With -detailed-exitcode a plan that is not empty ends with 2, which is a failure here.
run plan -input=false -detailed-exitcode
run destroy -input=false -auto-approve
echo "smoke: terraform-provider-planton $version works on $platform."
