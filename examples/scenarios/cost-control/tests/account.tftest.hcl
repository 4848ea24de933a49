# Runs in the account of DIGITALOCEAN_TOKEN, which must have a registry. It only reads.
run "reads_what_is_stored" {
  assert {
    condition     = output.next_month_price_in_cents.as_is >= data.planton_docr_subscription.now.monthly_price_in_cents
    error_message = "The price is at least that of the tier."
  }

  assert {
    condition     = output.next_month_price_in_cents.after_collection <= output.next_month_price_in_cents.as_is
    error_message = "Garbage collection does not make the month more expensive."
  }

  assert {
    condition     = length(output.bytes_per_day) == length(data.planton_docr_storage_forecast.now.repositories)
    error_message = "Every repository is read."
  }
}
