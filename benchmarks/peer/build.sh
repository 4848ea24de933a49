#!/usr/bin/env bash
# Builds the Go provider of this folder and prints its path. Go and the libraries come from the distribution's packages; the version of each is printed.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=(golang-go golang-github-hashicorp-go-plugin-dev golang-github-zclconf-go-cty-dev golang-google-grpc-dev golang-google-protobuf-dev golang-goprotobuf-dev
  protoc-gen-go-1-3 protobuf-compiler)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || {
    echo "peer: these packages of Debian or Ubuntu are missing: apt-get install ${packages[*]}" >&2
    exit 1
  }
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >artifacts/apt-peer.log 2>&1 || {
    echo "peer: ${packages[*]} could not be installed; artifacts/apt-peer.log says why." >&2
    exit 1
  }
fi

# Debian's Go libraries lie in a GOPATH, which is the older way of finding them.
place=artifacts/peer/src/peer
mkdir -p "$place/tfplugin6"
cp benchmarks/peer/main.go "$place"
# Debian's generator is older than optional fields; on the wire they are like all others.
sed -E 's/^( *)optional /\1/' proto/tfplugin6/tfplugin6.proto >"$place/tfplugin6.proto"
protoc -I "$place" --go_out="plugins=grpc,import_path=tfplugin6:$place/tfplugin6" "$place/tfplugin6.proto"
(cd "$place" && GO111MODULE=off GOPATH="$PWD/../..:/usr/share/gocode" GOFLAGS='' CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o ../../terraform-provider-peer .)
dpkg-query -W -f='${Package} ${Version}\n' golang-go golang-github-hashicorp-go-plugin-dev golang-google-grpc-dev golang-github-zclconf-go-cty-dev >artifacts/peer/versions.txt
echo "$PWD/artifacts/peer/terraform-provider-peer"
