#!/usr/bin/env bash
# Puts a build into the folder in which Terraform and OpenTofu look for providers before they ask a registry, so that an ordinary init finds it.
# Publishes the provider first, unless an executable is named.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

executable=${1:-}
[[ -n $executable ]] || executable=$(build/publish.sh)
[[ -x $executable ]] || fail "there is no executable $executable. Run: make publish"
platform=$(platform)
source=$(source_address)
version=$("$executable" --version | tr -d '\r' | sed -n '1s/.* //p')
[[ -n $version ]] || fail "$executable does not say its version."

home=$HOME/.terraform.d suffix=''
if [[ $platform == windows_* ]]; then home=$(cygpath "$APPDATA")/terraform.d suffix=.exe; fi

replaced=false
for host in registry.terraform.io registry.opentofu.org; do
  folder=$home/plugins/$host/$source/$version/$platform
  file=$folder/terraform-provider-planton_v$version$suffix
  if [[ -e $file ]] && ! cmp -s "$executable" "$file"; then replaced=true; fi
  mkdir -p "$folder"
  # A running provider keeps the file that it was started from.
  rm -f "$file"
  cp "$executable" "$file"
  echo "Installed $file"
done

echo "
terraform init and tofu init now find $source $version.
To remove it: rm -r \"$home\"/plugins/registry.{terraform.io,opentofu.org}/$source/$version"
if [[ $replaced == true ]]; then
  echo "
Another build of $version was there. Where you have used it, init reports another checksum: remove the provider's block from .terraform.lock.hcl there."
fi
for settings in "${TF_CLI_CONFIG_FILE:-}" "$HOME/.terraformrc" "$HOME/.tofurc"; do
  if [[ -f $settings ]] && grep -qs '^[[:space:]]*provider_installation' "$settings"; then
    echo "
$settings has a provider_installation block, with which the CLI does not look here. Add to the block:
  filesystem_mirror {
    path = \"$home/plugins\"
  }"
  fi
done
