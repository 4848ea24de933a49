# A temporary place where the real CLI finds this provider and a simulated DigitalOcean account. Sourced by the scripts that
# show or measure the provider; ends with the script that sourced it, whatever ends that.

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m' color=''
else bold='' red='' green='' plain='' color=-no-color; fi

tell() { printf '   %s\n' "$1"; }
fail() { printf '\n%s%s%s\n' "$red" "$1" "$plain" >&2; exit 1; }

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

need() { command -v "$1" >/dev/null || fail "$2"; }

# Finds the tools, and makes the temporary folder `work`. Sets `engine`, terraform or else tofu, and `platform`.
find_tools() {
  local sdk=https://dotnet.microsoft.com/download/dotnet/10.0 node=https://nodejs.org/en/download
  need dotnet "The .NET SDK 10 is missing. Install it: $sdk"
  dotnet --version >/dev/null 2>&1 || fail "The .NET SDK is older than global.json asks for. Install 10.0: $sdk"
  need node "Node.js 18 or newer is missing. Install it: $node"
  node -e 'process.exit(typeof fetch === "function" ? 0 : 1)' || fail "Node.js is older than 18. Install a newer one: $node"
  engine=$(command -v terraform >/dev/null && echo terraform || echo tofu)
  need "$engine" 'Neither terraform nor tofu is on the PATH. Install one: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install'
  command -v clang >/dev/null || command -v gcc >/dev/null \
    || fail 'A native compiler is missing; the .NET SDK links with it. On Debian and Ubuntu: apt-get install clang zlib1g-dev'

  # Nothing of the user's own set-up may change what is shown, and nothing of it may reach a real account.
  local name facts
  for name in $(compgen -e); do
    case $name in TF_* | DIGITALOCEAN_*) unset "$name" ;; esac
  done
  export CHECKPOINT_DISABLE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
  work=$(mktemp -d)
  export TF_CLI_CONFIG_FILE=$work/cli.tfrc
  : >"$TF_CLI_CONFIG_FILE"
  facts=$("$engine" version -json)
  platform=$(json 'it.platform' <<<"$facts")
  tell "$engine $(json 'it.terraform_version' <<<"$facts"), .NET SDK $(dotnet --version), Node.js $(node --version)"
}

quietly() {
  "$@" >"$work/build.out" 2>"$work/build.log" && return
  cat "$work/build.out" "$work/build.log" >&2
  fail "The build did not succeed: $*"
}

# Builds the simulator and the provider, and makes a mirror, so that a plain init finds the provider as it would find a release.
build_all() {
  local provider version host
  quietly dotnet build src/Planton.DigitalOcean.Simulator -c Release --nologo -v quiet
  tell "the simulator, after $SECONDS s"
  quietly build/publish.sh
  provider=$(tail -n 1 "$work/build.out")
  version=$("$provider" --version | sed -n '1s/.* //p')
  tell "terraform-provider-planton $version, $(($(wc -c <"$provider") / 1024 / 1024)) MiB, after $SECONDS s"

  for host in registry.terraform.io registry.opentofu.org; do
    mkdir -p "$work/mirror/$host/project-planton/planton/$version/$platform"
    ln -s "$provider" "$work/mirror/$host/project-planton/planton/$version/$platform/terraform-provider-planton_v$version"
  done
  printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$work/mirror" >"$TF_CLI_CONFIG_FILE"
  mkdir "$work/configuration"
  cp examples/demo/main.tf examples/demo/terraform.tfvars "$work/configuration"
}

# Starts the simulator with the account of the demo and further arguments. Sets `api`, and points the provider at it.
start_simulator() {
  mkfifo "$work/address"
  artifacts/bin/Planton.DigitalOcean.Simulator/release/digitalocean-simulator --seed examples/demo/world.json "$@" >"$work/address" &
  simulator=$!
  read -r api <"$work/address" || fail 'The simulator did not start.'
  export DIGITALOCEAN_API_URL=$api DIGITALOCEAN_TOKEN=demo
}

# What is true in the simulated account, beside what its API says.
world() { http GET "$api/_simulator/state"; }
