#!/usr/bin/env bash
# Times `terraform plan` with the published provider on the applied configuration of the demo, and, for comparison, on a
# configuration without a provider, which is the CLI's own share. The API is the simulator on loopback.
# Usage: benchmarks/plan.sh [runs]; 20 runs by default.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/sandbox.sh

runs=${1:-20}
[[ $runs =~ ^[1-9][0-9]*$ ]] || fail "The number of runs is a whole number from 1, not \"$runs\"."

# Runs a plan so many times, and prints the least, middle and greatest wall time in milliseconds.
measure() {
  node -e '
    const { spawnSync } = require("child_process");
    const [runs, engine, folder] = process.argv.slice(1);
    const times = Array.from({ length: Number(runs) }, () => {
      const start = process.hrtime.bigint();
      const plan = spawnSync(engine, [`-chdir=${folder}`, "plan", "-input=false", "-detailed-exitcode", "-no-color"], { encoding: "utf8" });
      if (plan.status !== 0) throw new Error(`plan ended with ${plan.status}: ${plan.stdout}${plan.stderr}`);
      return Number(process.hrtime.bigint() - start) / 1e6;
    }).sort((a, b) => a - b);
    const median = (times[(times.length - 1) >> 1] + times[times.length >> 1]) / 2;
    console.log([times[0], median, times.at(-1)].map(ms => `${Math.round(ms)} ms`).join(" | "));
  ' "$runs" "$engine" "$1"
}

find_tools
build_all
# No rate limit: many plans in a minute of the simulator's are not what is measured.
start_simulator --no-rate-limit
mkdir "$work/empty"
printf 'output "nothing" {\n  value = 0\n}\n' >"$work/empty/main.tf"
for folder in configuration empty; do
  "$engine" -chdir="$work/$folder" init -input=false -no-color >/dev/null
  "$engine" -chdir="$work/$folder" apply -input=false -auto-approve -no-color >/dev/null
done

printf '\n| plan of | min | median | max |\n|---|---|---|---|\n'
printf '| the applied demo: three resources, refreshed | %s |\n' "$(measure "$work/configuration")"
printf '| a configuration without a provider | %s |\n' "$(measure "$work/empty")"
printf '\n%s runs each, %s, %s CPUs, load average %s at the end\n' "$runs" "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
  "$(uptime | sed 's/.*load average[s]*: //')"
