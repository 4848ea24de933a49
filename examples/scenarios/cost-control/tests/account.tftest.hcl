# In the account of DIGITALOCEAN_TOKEN, which must have a registry. Reads only.
run "reads_what_is_stored" {
  assert {
    condition     = output.monthly_price_in_cents >= data.planton_docr_subscription.now.monthly_price_in_cents
    error_message = "What is paid is at least the tier's price."
  }

  assert {
    condition     = length(output.reclaimable_bytes) == length(data.planton_docr_registries.all.registries)
    error_message = "Every registry is looked into."
  }
}
