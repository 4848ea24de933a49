data "planton_docr_subscription" "example" {}

data "planton_docr_registries" "example" {}

# Warns at every plan once more than nine tenths of the included storage are used.
check "storage" {
  assert {
    condition = (
      data.planton_docr_registries.example.total_storage_usage_bytes
      < 0.9 * data.planton_docr_subscription.example.included_storage_bytes
    )
    error_message = "The registries use more than nine tenths of the storage that the ${data.planton_docr_subscription.example.name} tier includes."
  }
}
