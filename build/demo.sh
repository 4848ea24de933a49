#!/usr/bin/env bash
# The main job, watched: the real CLI plans, applies, heals and destroys a registry, its garbage collection and its
# integration with clusters, against a simulated DigitalOcean account. Every step checks what it promises; the first
# promise that does not hold ends the demo with a non-zero code.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/sandbox.sh

number=0
step() { number=$((number + 1)); printf '\n%s%d. %s%s\n' "$bold" "$number" "$1" "$plain"; }
holds() { printf '   %s✓%s %s\n' "$green" "$plain" "$1"; }

# Checks that an expression over JSON is true, and says so.
expect() {
  local promise=$1 document=$2 expression=$3
  [[ $(json "$expression" <<<"$document") == true ]] || fail "Step $number: this does not hold: $promise"
  holds "$promise"
}

# Runs the CLI, shows the command and its output, and requires an exit code: code, then the arguments.
cli() {
  local expected=$1 code=0
  shift
  printf '\n   %s$ %s %s%s\n' "$bold" "$engine" "$*" "$plain"
  "$engine" -chdir="$work/configuration" "$@" ${color:+"$color"} || code=$?
  [[ $code == "$expected" ]] || fail "Step $number: $engine $1 ended with $code, not with $expected."
}

state() { "$engine" -chdir="$work/configuration" output -json; }

step 'Look for the tools'
find_tools

step 'Build the provider as one native executable, and the simulator (a minute or two the first time)'
build_all

step 'Start a simulated DigitalOcean account with three clusters'
# It is Monday morning there, and ten seconds pass in one.
start_simulator --start 2026-03-02T08:00:00Z --speed 10
tell "$api: $(world | json 'it.clusters.map(c => `${c.name} (${c.region})`).join(", ")')"

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
