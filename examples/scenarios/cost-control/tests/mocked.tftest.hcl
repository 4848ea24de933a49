# Runs without a token and without the API: an account that has used nine tenths of its storage, which does not grow.
mock_provider "planton" {
  mock_data "planton_docr_subscription" {
    defaults = {
      name                  = "Basic"
      included_repositories = 5
    }
  }

  mock_data "planton_docr_storage_forecast" {
    defaults = {
      stored_bytes           = 900
      included_storage_bytes = 1000
      reclaimable_bytes      = 100
      as_is = {
        stored_bytes                   = 900
        allowance_ends_at              = null
        allowance_days_left            = null
        next_month_bytes               = 900
        next_month_price_in_cents      = 500
        next_month_price_in_cents_low  = 500
        next_month_price_in_cents_high = 500
      }
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
    condition     = output.next_month_price_in_cents.as_is == 500
    error_message = "Within the included storage, only the tier is charged."
  }
}

run "warns_before_the_allowance_ends" {
  command = plan

  variables {
    warn_at_percent = 95
  }

  override_data {
    target = data.planton_docr_storage_forecast.now
    values = {
      stored_bytes           = 900
      included_storage_bytes = 1000
      reclaimable_bytes      = 100
      as_is = {
        stored_bytes                   = 900
        allowance_ends_at              = "2026-03-12T00:00:00Z"
        allowance_days_left            = 10
        next_month_bytes               = 1400
        next_month_price_in_cents      = 501
        next_month_price_in_cents_low  = 500
        next_month_price_in_cents_high = 501
      }
    }
  }

  expect_failures = [check.the_allowance_lasts]
}
