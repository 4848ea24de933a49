# Runs without a token and without the API: an account that has used nine tenths of its storage, and a policy that has deleted tags.
mock_provider "planton" {
  mock_resource "planton_docr_retention_policy" {
    defaults = {
      last_run = {
        at = "2026-03-01T02:00:00Z"
      }
    }
  }

  mock_data "planton_docr_subscription" {
    defaults = {
      name                   = "Basic"
      included_storage_bytes = 1000
    }
  }

  mock_data "planton_docr_registries" {
    defaults = {
      total_storage_usage_bytes = 900
    }
  }
}

variables {
  registry_name = "acme"
}

run "warns_near_the_allowance" {
  expect_failures = [check.storage_is_within_the_allowance]
}

run "deletions_trigger_garbage_collection" {
  variables {
    warn_at_percent = 95
  }

  assert {
    condition     = planton_docr_garbage_collection_policy.weekly.triggers.deleted_at == "2026-03-01T02:00:00Z"
    error_message = "The trigger is ${planton_docr_garbage_collection_policy.weekly.triggers.deleted_at}."
  }
}
