#!/usr/bin/env bash
# Prints this machine's platform as Terraform names it: linux_amd64, darwin_arm64.
set -euo pipefail

case $(uname -s) in
  Linux) system=linux ;;
  Darwin) system=darwin ;;
  MINGW* | MSYS*) system=windows ;;
  *) echo "platform: $(uname -s) is no system that the provider is built on. Use Linux, macOS or Windows." >&2; exit 1 ;;
esac
case $(uname -m) in
  x86_64 | amd64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) echo "platform: $(uname -m) is no processor that the provider is built on. Use x86_64 or arm64." >&2; exit 1 ;;
esac
echo "${system}_$architecture"
