# Runs without a token and without the API: an account that has used nine tenths of its storage.
mock_provider "planton" {
  mock_data "planton_docr_subscription" {
    defaults = {
      name                           = "Basic"
      included_storage_bytes         = 1000
      included_repositories          = 5
      monthly_price_in_cents         = 500
      storage_overage_price_in_cents = 2
    }
  }

  mock_data "planton_docr_registries" {
    defaults = {
      total_storage_usage_bytes = 900
    }
  }
}

run "warns_near_the_allowance" {
  command = plan

  expect_failures = [check.storage_is_within_the_allowance]
}

run "does_not_warn_below_the_limit_that_is_set" {
  variables {
    warn_at_percent = 95
  }

  assert {
    condition     = output.monthly_price_in_cents == 500
    error_message = "Within the included storage, only the tier is charged."
  }
}

run "what_is_beyond_the_allowance_is_paid_by_the_gibibyte" {
  override_data {
    target = data.planton_docr_registries.all
    values = {
      total_storage_usage_bytes = 1001 + 1073741824
    }
  }

  expect_failures = [check.storage_is_within_the_allowance]

  assert {
    condition     = output.monthly_price_in_cents == 504
    error_message = "A started gibibyte counts: ${output.monthly_price_in_cents}."
  }
}
