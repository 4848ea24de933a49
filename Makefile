# Everything goes through these targets, on a laptop as in CI. Each prepares what it needs.
.PHONY: help setup sdk build publish install dist reproduce format docs api test test-newest sweep bench bench-codec demo simulate clean

help: ## Shows this list.
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Checks the prerequisites and installs what the tests need.
	@build/setup.sh

# What the targets need that call dotnet themselves.
sdk:
	@bash -c 'source build/common.sh && need_sdk' make

build: sdk ## Compiles everything; warnings are errors.
	@dotnet build Provider.sln --nologo -v quiet

publish: ## Publishes the provider as one native executable.
	@build/publish.sh

install: ## Publishes the provider and puts it where terraform init and tofu init find it.
	@build/install.sh

dist: ## Makes the release archives of every platform, with bills of materials and checksums.
	@build/setup.sh dist
	@build/dist.sh

reproduce: ## Builds the release twice, in different folders, and compares the checksums.
	@build/setup.sh dist
	@build/reproduce.sh

format: sdk ## Rewrites the code in the project's format.
	@dotnet format Provider.sln

docs: sdk ## Writes docs/ from the schemas, templates/ and examples/.
	@build/docs.sh

api: sdk ## Writes down the framework's public API after a change of it.
	@build/api.sh

test: ## Runs every test: format, unit, vectors, properties, contract, acceptance.
	@build/test.sh

test-newest: sdk ## Applies the examples that only newer CLIs understand, with the CLIs that TERRAFORM and TOFU name.
	@build/newest.sh

sweep: ## Runs the sweeps whole: every fault and crash at every call, long fuzzing (about an hour).
	@build/sweep.sh

bench: ## Times starts, plans and applies beside another provider (PEER=path; a Go one is built when none is given).
	@build/bench.sh

bench-codec: sdk ## Measures the codec: throughput and memory of values from 1 kB to 10 MB (about 5 minutes).
	@dotnet run -c Release --project benchmarks/Planton.Benchmarks -- --filter '*' --inProcess --artifacts artifacts/benchmarks \
		--warmupCount 2 --iterationCount 7 --iterationTime 100 --launchCount 1

demo: ## Plans, applies, heals and destroys all three resources with the real CLI against the simulator.
	@build/demo.sh

simulate: sdk ## Starts the DigitalOcean simulator on port 4010.
	@dotnet run --project src/Planton.DigitalOcean.Simulator -- --port 4010

clean: ## Removes all build output.
	@rm -rf artifacts
