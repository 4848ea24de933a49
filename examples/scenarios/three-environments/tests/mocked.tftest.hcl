# Runs without a token and without the API; the manifests are really read.
mock_provider "planton" {}

run "dev" {
  variables {
    environment = "dev"
  }

  assert {
    condition     = keys(planton_docr_registry.environment) == ["acme-dev"] && planton_docr_registry.environment["acme-dev"].subscription_tier_slug == "starter"
    error_message = "Dev has one registry in the Starter tier."
  }

  assert {
    condition     = length(planton_docr_doks_integration.environment) == 0
    error_message = "Without clusters there is no integration."
  }
}

run "production" {
  variables {
    environment = "production"
  }

  assert {
    condition = alltrue([
      for registry in planton_docr_registry.environment :
      registry.deletion_protection && registry.garbage_collection_enabled && registry.subscription_tier_slug == "professional"
    ])
    error_message = "The production registries are protected, Professional, and have garbage collection."
  }
}

run "no_other_environment" {
  command = plan

  variables {
    environment = "test"
  }

  expect_failures = [var.environment]
}
