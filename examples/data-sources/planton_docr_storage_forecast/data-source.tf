data "planton_docr_storage_forecast" "account" {
  window_days = 14
}

# Warns at every plan once the included storage lasts less than a month. Null means that no end is in sight.
check "storage" {
  assert {
    condition     = coalesce(data.planton_docr_storage_forecast.account.as_is.allowance_days_left, 9999) >= 30
    error_message = "The storage that the tier includes lasts for ${coalesce(data.planton_docr_storage_forecast.account.as_is.allowance_days_left, 9999)} days at this growth."
  }
}

output "next_month_price_in_cents" {
  value = {
    as_is            = data.planton_docr_storage_forecast.account.as_is.next_month_price_in_cents
    after_collection = data.planton_docr_storage_forecast.account.after_collection.next_month_price_in_cents
  }
}

output "megabytes_per_day" {
  value = {
    for repository in data.planton_docr_storage_forecast.account.repositories :
    "${repository.registry_name}/${repository.name}" => floor(repository.growth_bytes_per_day / 1000000)
  }
}
