# Runs in the account of DIGITALOCEAN_TOKEN, which must have a registry. It only reads.
run "reads_what_is_stored" {
  assert {
    condition     = output.monthly_price_in_cents >= data.planton_docr_subscription.now.monthly_price_in_cents
    error_message = "The price is at least that of the tier."
  }

  assert {
    condition     = length(output.reclaimable_bytes) == length(data.planton_docr_registries.all.registries)
    error_message = "Every registry is read."
  }
}
