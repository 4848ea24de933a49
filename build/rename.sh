#!/usr/bin/env bash
# Moves the provider to another namespace of the registries: build/rename.sh NAMESPACE. Changes the source address where it is set, and where pages,
# examples and GitHub's files spell it or the repository out. Records of decisions and the changelog stay as they were written. design/0030 says what
# else a move takes.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

old=$(source_address)
old=${old%/*}
new=${1:-}
[[ $new =~ ^[a-z0-9][a-z0-9-]*$ ]] || fail 'name the new namespace, which is the name of the GitHub organisation in lower case: build/rename.sh acme'

git ls-files -z -- . ':!design' ':!CHANGELOG.md' | xargs -0 grep -lZF "$old/" | while IFS= read -r -d '' file; do
  # Beside the file, since sed -i is not the same everywhere. What is written keeps the mode of the file.
  sed "s#\(^\|[^a-z0-9-]\)$old/#\1$new/#g" "$file" >"$file.renamed"
  cat "$file.renamed" >"$file"
  rm "$file.renamed"
done
say "$old is now $new. Look at git diff, and run make test."
