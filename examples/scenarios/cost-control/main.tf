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

data "planton_docr_subscription" "now" {}

data "planton_docr_registries" "all" {}

data "planton_docr_repositories" "each" {
  for_each = toset(data.planton_docr_registries.all.registries[*].name)

  registry_name = each.key
}

locals {
  stored       = data.planton_docr_registries.all.total_storage_usage_bytes
  included     = data.planton_docr_subscription.now.included_storage_bytes
  reclaimable  = sum(concat([0], [for registry in data.planton_docr_repositories.each : registry.total_reclaimable_bytes]))
  repositories = sum(concat([0], [for registry in data.planton_docr_repositories.each : length(registry.repositories)]))
  overage_gib  = max(0, ceil((local.stored - local.included) / pow(1024, 3)))
  overage_cent = coalesce(data.planton_docr_subscription.now.storage_overage_price_in_cents, 0)
  allowed      = data.planton_docr_subscription.now.included_repositories
}

check "storage_is_within_the_allowance" {
  assert {
    condition     = local.stored < local.included * var.warn_at_percent / 100
    error_message = "The registries store ${floor(local.stored / pow(1024, 2))} MiB of the ${floor(local.included / pow(1024, 2))} MiB that the ${data.planton_docr_subscription.now.name} tier includes."
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

output "monthly_price_in_cents" {
  description = "The monthly price of the tier and of storage beyond what it includes, in US cents, without traffic."
  value       = data.planton_docr_subscription.now.monthly_price_in_cents + local.overage_gib * local.overage_cent
}

output "reclaimable_bytes" {
  value = { for name, registry in data.planton_docr_repositories.each : name => registry.total_reclaimable_bytes }
}
