#!/usr/bin/env bash
# Packs the framework and builds the sample provider of examples/framework against the package, as somebody else would.
# Leaves artifacts/packages/*.nupkg and artifacts/sample/bin/terraform-provider-notes.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf artifacts/packages artifacts/sample
dotnet pack src/Planton.Terraform.Plugin -c Release --nologo -v quiet -o artifacts/packages 1>&2

# The copy takes nothing from this repository: empty files end the search for its build settings. So it has no lock file either, which could
# not hold: the package is made anew each time, with another hash.
mkdir -p artifacts/sample
cp -r examples/framework/notes artifacts/sample/notes
for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do echo '<Project />' >"artifacts/sample/$file"; done
cat >artifacts/sample/NuGet.config <<XML
<configuration>
  <packageSources>
    <add key="packed" value="$PWD/artifacts/packages" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="packed">
      <package pattern="Planton.Terraform.Plugin" />
    </packageSource>
  </packageSourceMapping>
</configuration>
XML
# A cached package of the same version would be an older one.
rm -rf "${NUGET_PACKAGES:-$HOME/.nuget/packages}/planton.terraform.plugin"
dotnet build artifacts/sample/notes -c Release --nologo -v quiet -o artifacts/sample/bin 1>&2
echo "$PWD/artifacts/sample/bin/terraform-provider-notes"
