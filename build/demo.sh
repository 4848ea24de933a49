#!/usr/bin/env bash
# The main job, watched: the real CLI plans, applies, heals and destroys a registry, its garbage collection and its
# integration with clusters, against a simulated DigitalOcean account. Every step checks what it promises; the first
# promise that does not hold ends the demo with a non-zero code.
set -euo pipefail
cd "$(dirname "$0")/.."

# ---------------------------------------------------------------------------------------------- what a step is made of

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m' color=''
else bold='' red='' green='' plain='' color=-no-color; fi

number=0
step() { number=$((number + 1)); printf '\n%s%d. %s%s\n' "$bold" "$number" "$1" "$plain"; }
tell() { printf '   %s\n' "$1"; }
fail() { printf '\n%sThe demo failed in step %d: %s%s\n' "$red" "$number" "$1" "$plain" >&2; exit 1; }
holds() { printf '   %s✓%s %s\n' "$green" "$plain" "$1"; }

work=''
simulator=''
cleanup() {
  if [[ -n $simulator ]]; then kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true; fi
  if [[ -n $work ]]; then rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# One HTTP request: method, URL, body. Node is needed for the tests anyway; curl is not everywhere.
http() {
  node -e '
    const [method, url, body] = process.argv.slice(1);
    const headers = { authorization: "Bearer demo", "content-type": "application/json" };
    fetch(url, { method, headers, body: body || undefined }).then(async reply => {
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${text}`);
      process.stdout.write(text);
    }).catch(error => { console.error(error.message, error.cause?.message ?? ""); process.exit(1); });
  ' "$@"
}

# The value of a JavaScript expression over the JSON on stdin, which it calls `it`.
json() {
  node -e '
    const it = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const value = new Function("it", `return (${process.argv[1]})`)(it);
    console.log(typeof value === "string" ? value : JSON.stringify(value));
  ' "$1"
}

# Checks that an expression over JSON is true, and says so.
expect() {
  local promise=$1 document=$2 expression=$3
  [[ $(json "$expression" <<<"$document") == true ]] || fail "expected: $promise"
  holds "$promise"
}

# Runs the CLI, shows the command and its output, and requires an exit code: code, then the arguments.
cli() {
  local expected=$1 code=0
  shift
  printf '\n   %s$ %s %s%s\n' "$bold" "$engine" "$*" "$plain"
  "$engine" -chdir="$work/configuration" "$@" ${color:+"$color"} || code=$?
  [[ $code == "$expected" ]] || fail "$engine $1 ended with $code, not with $expected"
}

state() { "$engine" -chdir="$work/configuration" output -json; }
world() { http GET "$api/_simulator/state"; }

# ---------------------------------------------------------------------------------------------------- the preparations

step 'Look for the tools'

need() { command -v "$1" >/dev/null || fail "$2"; }
need dotnet 'the .NET SDK 10 is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0'
dotnet --version >/dev/null 2>&1 || fail 'the .NET SDK is older than global.json asks for. Install 10.0: https://dotnet.microsoft.com/download/dotnet/10.0'
need node 'Node.js 18 or newer is missing. Install it: https://nodejs.org/en/download'
node -e 'process.exit(typeof fetch === "function" ? 0 : 1)' || fail 'Node.js is older than 18. Install a newer one: https://nodejs.org/en/download'
engine=$(command -v terraform >/dev/null && echo terraform || echo tofu)
need "$engine" 'neither terraform nor tofu is on the PATH. Install one: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install'
command -v clang >/dev/null || command -v gcc >/dev/null \
  || fail 'a native compiler is missing; the .NET SDK links with it. On Debian and Ubuntu: apt-get install clang zlib1g-dev'

# Nothing of the user's own set-up may change what the demo shows, and nothing of the demo may reach a real account.
for name in $(compgen -e); do
  case $name in TF_* | DIGITALOCEAN_*) unset "$name" ;; esac
done
export CHECKPOINT_DISABLE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
work=$(mktemp -d)
export TF_CLI_CONFIG_FILE=$work/cli.tfrc
: >"$TF_CLI_CONFIG_FILE"
facts=$("$engine" version -json)
tell "$engine $(json 'it.terraform_version' <<<"$facts"), .NET SDK $(dotnet --version), Node.js $(node --version)"

step 'Build the provider as one native executable, and the simulator (a minute or two the first time)'
quietly() { "$@" >"$work/build.out" 2>"$work/build.log" || { cat "$work/build.out" "$work/build.log" >&2; fail "the build did not succeed: $*"; }; }
quietly dotnet build src/Planton.DigitalOcean.Simulator -c Release --nologo -v quiet
tell "the simulator, after $SECONDS s"
quietly build/publish.sh
provider=$(tail -n 1 "$work/build.out")
version=$("$provider" --version | cut -d' ' -f2)
tell "terraform-provider-planton $version, $(($(wc -c <"$provider") / 1024 / 1024)) MiB, after $SECONDS s"

# A mirror in the temporary folder, so that a plain init finds the executable as it would find a release.
platform=$(json 'it.platform' <<<"$facts")
for host in registry.terraform.io registry.opentofu.org; do
  mkdir -p "$work/mirror/$host/project-planton/planton/$version/$platform"
  ln -s "$provider" "$work/mirror/$host/project-planton/planton/$version/$platform/terraform-provider-planton_v$version"
done
printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$work/mirror" >"$TF_CLI_CONFIG_FILE"
mkdir "$work/configuration"
cp examples/demo/main.tf examples/demo/terraform.tfvars "$work/configuration"

step 'Start a simulated DigitalOcean account with three clusters'

# It is Monday morning there, and ten seconds pass in one.
mkfifo "$work/address"
artifacts/bin/Planton.DigitalOcean.Simulator/release/digitalocean-simulator \
  --start 2026-03-02T08:00:00Z --speed 10 --seed examples/demo/world.json >"$work/address" &
simulator=$!
read -r api <"$work/address" || fail 'the simulator did not start'
export DIGITALOCEAN_API_URL=$api DIGITALOCEAN_TOKEN=demo
tell "$api: $(world | json 'it.clusters.map(c => `${c.name} (${c.region})`).join(", ")')"

# ------------------------------------------------------------------------------------------------------------ the story

step 'Plan and apply a registry, its garbage-collection policy and its integration with two clusters'
cli 0 init -input=false
cli 0 validate
cli 2 plan -input=false -detailed-exitcode -out=create.tfplan
cli 0 apply -input=false create.tfplan
account=$(world)
expect 'the account has the registry, in fra1' "$account" 'it.registries.length === 1 && it.registries[0].name === "acme" && it.registries[0].region === "fra1"'
expect 'staging and production are integrated with it' "$account" 'it.clusters.filter(c => c.registries.includes("acme")).map(c => c.name).sort().join() === "production,staging"'
expect 'analytics, which the configuration does not name, was left alone' "$account" 'it.clusters.find(c => c.name === "analytics").registries.length === 0'
cli 0 plan -input=false -detailed-exitcode
holds 'right after the apply there is nothing to do'

step 'Builds push images all week; each push takes the tag "latest" from the image before'
json 'it.map(push => JSON.stringify(push)).join("\n")' <examples/demo/images.json | while read -r push; do
  http POST "$api/_simulator/registries/acme/push" "$push"
done
account=$(world)
before=$(json 'it.registries[0].stored_bytes' <<<"$account")
tell "$(json 'it.registries[0].repositories.flatMap(r => r.manifests).length' <<<"$account") images, \
$(json 'it.registries[0].repositories.flatMap(r => r.manifests).filter(m => m.tags.length === 0).length' <<<"$account") of them without a tag, $before bytes stored"
cli 0 plan -input=false -detailed-exitcode
holds 'garbage collection is not due yet, so there is nothing to do'

step 'Sunday, 03:05 in Berlin: the policy is due, the plan says so, and the apply runs it'
http POST "$api/_simulator/clock" '{ "set": "2026-03-08T02:05:00Z" }' >/dev/null
cli 2 plan -input=false -detailed-exitcode -out=collect.tfplan
cli 0 apply -input=false collect.tfplan

step 'The run is recorded in state'
cli 0 output last_garbage_collection
run=$(state | json 'it.last_garbage_collection.value')
expect 'it succeeded, was started by the policy, for the slot of 03:00 in Berlin' "$run" 'it.status === "succeeded" && it.origin === "policy" && it.scheduled_for === "2026-03-08T02:00:00Z"'
expect "it freed $(json 'it.freed_bytes' <<<"$run") bytes, and the registry stores as many fewer" \
  "$(world)" "it.registries[0].stored_bytes === $before - $(json 'it.freed_bytes' <<<"$run") && it.registries[0].stored_bytes < $before"
expect 'no image without a tag is left, every tagged one is' "$(world)" 'it.registries[0].repositories.flatMap(r => r.manifests).every(m => m.tags.length > 0) && it.registries[0].repositories.flatMap(r => r.manifests).length === 3'

step 'A second plan is empty'
cli 0 plan -input=false -detailed-exitcode
holds 'the slot is settled, so there is nothing to do'
expect 'garbage collection was started once' "$(http GET "$api/_simulator/requests?method=POST&path=/v2/registries/acme/garbage-collection")" 'it.length === 1'

step "Someone removes production's integration behind Terraform's back"
undo='{"cluster_uuids":["c1f7a9d2-6c1e-4f0b-8f5a-7b9e0d4a2c02"],"registries":["acme"]}'
tell "DELETE $api/v2/kubernetes/registries $undo"
http DELETE "$api/v2/kubernetes/registries" "$undo"
expect 'production can no longer pull' "$(world)" '!it.clusters.find(c => c.name === "production").registries.includes("acme")'

step 'The next plan shows the drift, and the apply heals it'
cli 2 plan -input=false -detailed-exitcode -out=heal.tfplan
cli 0 apply -input=false heal.tfplan
cli 0 output clusters
expect 'production is integrated again' "$(world)" 'it.clusters.find(c => c.name === "production").registries.includes("acme")'
expect 'state shows both clusters integrated' "$(state)" 'Object.values(it.clusters.value).length === 2 && Object.values(it.clusters.value).every(c => c.integrated)'
cli 0 plan -input=false -detailed-exitcode

step 'Destroy'
cli 0 destroy -input=false -auto-approve
expect 'the account is as it was: no registry, no integration, three clusters' "$(world)" 'it.registries.length === 0 && it.clusters.length === 3 && it.clusters.every(c => c.registries.length === 0)'

printf '\n%sDone in %d seconds.%s The configuration is examples/demo/main.tf; README.md says where to read on.\n' "$bold" "$SECONDS" "$plain"
