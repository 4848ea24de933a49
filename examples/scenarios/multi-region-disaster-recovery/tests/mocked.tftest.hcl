# Runs without a token and without the API. A mocked list is empty, so there are no clusters and no images here.
mock_provider "planton" {}

run "a_registry_and_a_policy_for_each_region" {
  assert {
    condition     = { for registry in planton_docr_registry.site : registry.name => registry.region } == { acme-eu = "fra1", acme-us = "nyc3" }
    error_message = "There is a registry in each region."
  }

  assert {
    condition     = alltrue([for registry in planton_docr_registry.site : registry.subscription_tier_slug == "professional"])
    error_message = "The account has one tier, and two registries need Professional."
  }

  assert {
    condition     = length(distinct([for policy in planton_docr_garbage_collection_policy.site : policy.time_zone])) == 2
    error_message = "Both registries would refuse pushes at the same time."
  }

  assert {
    condition     = length(planton_docr_doks_integration.near) + length(planton_docr_doks_integration.far) == 0
    error_message = "There are no clusters to integrate."
  }
}

run "a_site_that_does_not_exist_cannot_be_out_of_service" {
  command = plan

  variables {
    out_of_service = "asia"
  }

  expect_failures = [var.out_of_service]
}
