terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token needs only registry:read, since this configuration does not change anything.
provider "planton" {}

variable "warn_at_percent" {
  description = "The percentage of the included storage that may be used before the checks warn."
  type        = number
  default     = 80
}

variable "warn_days_ahead" {
  description = "For how many days the included storage has to last before the checks warn."
  type        = number
  default     = 30
}

variable "samples_file" {
  description = "A file with what earlier runs have kept. Without it, growth is measured by what is stored now."
  type        = string
  default     = "samples.json"
}

data "planton_docr_subscription" "now" {}

data "planton_docr_storage_forecast" "now" {
  samples = local.samples
}

locals {
  samples      = try(jsondecode(file(var.samples_file)), [])
  forecast     = data.planton_docr_storage_forecast.now
  stored       = local.forecast.stored_bytes
  included     = local.forecast.included_storage_bytes
  reclaimable  = local.forecast.reclaimable_bytes
  days_left    = coalesce(local.forecast.as_is.allowance_days_left, 9999)
  repositories = length(local.forecast.repositories)
  allowed      = data.planton_docr_subscription.now.included_repositories
}

check "storage_is_within_the_allowance" {
  assert {
    condition     = local.stored < local.included * var.warn_at_percent / 100
    error_message = "The registries store ${floor(local.stored / pow(1024, 2))} MiB of the ${floor(local.included / pow(1024, 2))} MiB that the ${data.planton_docr_subscription.now.name} tier includes."
  }
}

check "the_allowance_lasts" {
  assert {
    condition     = local.days_left >= var.warn_days_ahead
    error_message = "At ${floor(local.forecast.growth_bytes_per_day / pow(1024, 2))} MiB a day, the storage that the ${data.planton_docr_subscription.now.name} tier includes is used up in ${local.days_left} days. The next month costs ${local.forecast.as_is.next_month_price_in_cents} cents, and ${local.forecast.after_collection.next_month_price_in_cents} if garbage collection runs first."
  }
}

check "garbage_is_collected" {
  assert {
    condition     = local.reclaimable < local.stored / 2 || local.reclaimable == 0
    error_message = "Half of what the registries store, ${floor(local.reclaimable / pow(1024, 2))} MiB, is held by untagged manifests alone. Garbage collection would free it."
  }
}

check "repositories_are_within_the_allowance" {
  assert {
    # 0 included repositories means unlimited.
    condition     = local.allowed == 0 || local.repositories < local.allowed
    error_message = "The tier includes ${local.allowed} repositories, and there are ${local.repositories}. A push to a further one would be refused."
  }
}

output "next_month_price_in_cents" {
  description = "What the tier and the storage beyond what it includes cost in the next calendar month, in US cents, without traffic."
  value = {
    as_is            = local.forecast.as_is.next_month_price_in_cents
    at_least         = local.forecast.as_is.next_month_price_in_cents_low
    at_most          = local.forecast.as_is.next_month_price_in_cents_high
    after_collection = local.forecast.after_collection.next_month_price_in_cents
  }
}

output "bytes_per_day" {
  description = "How fast each repository grows."
  value       = { for repository in local.forecast.repositories : "${repository.registry_name}/${repository.name}" => repository.growth_bytes_per_day }
}

output "samples" {
  description = "To be kept for the next run: terraform output -json samples > samples.json"
  value       = concat(local.samples, [local.forecast.sample])
}
