#!/usr/bin/env bash
# Packs what authors of providers use (framework, testing, docs, template), and builds the sample provider of examples/framework against the package,
# as somebody else would. Leaves artifacts/packages/*.nupkg with their symbols, and artifacts/sample/bin/terraform-provider-notes.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

need_sdk
rm -rf artifacts/packages artifacts/sample
# The code is analyzed where it is built for its tests.
for project in src/Planton.Terraform.Plugin src/Planton.Terraform.Plugin.Testing tools/Planton.Docs tools/Planton.Templates; do
  dotnet pack "$project" -c Release -p:Version="$(version)" -p:ForPackage=true -p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true --nologo -v quiet -o artifacts/packages 1>&2
done

# The copy takes nothing from this repository: empty files end the search for its build settings. So it has no lock file either, which could
# not hold: the package is made anew each time, with another hash.
mkdir -p artifacts/sample
cp -r examples/framework/notes artifacts/sample/notes
for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do echo '<Project />' >"artifacts/sample/$file"; done
# Packages of a version that was packed before would be taken from the machine's cache, so these have a cache of their own; all others come from
# the machine's.
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
rm -rf artifacts/package-cache "$cache"/planton.terraform.plugin*
cat >artifacts/packages/NuGet.config <<XML
<configuration>
  <config>
    <add key="globalPackagesFolder" value="$PWD/artifacts/package-cache" />
  </config>
  <fallbackPackageFolders>
    <add key="machine" value="$cache" />
  </fallbackPackageFolders>
  <packageSources>
    <add key="packed" value="$PWD/artifacts/packages" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="packed">
      <package pattern="Planton.Terraform.Plugin*" />
    </packageSource>
    <packageSource key="nuget.org">
      <package pattern="*" />
    </packageSource>
  </packageSourceMapping>
</configuration>
XML
cp artifacts/packages/NuGet.config artifacts/sample/
dotnet build artifacts/sample/notes -c Release --nologo -v quiet -o artifacts/sample/bin 1>&2
echo "$PWD/artifacts/sample/bin/terraform-provider-notes"
