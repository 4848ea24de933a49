terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token needs registry:read, registry:update and registry:delete for the registry, and kubernetes:read,
# kubernetes:access_cluster and app:read to see which images are in use.
provider "planton" {}

variable "registry_name" {
  description = "The name of an existing registry."
  type        = string
}

variable "warn_at_percent" {
  description = "The percentage of the included storage that may be used before the checks warn."
  type        = number
  default     = 80
}

# First: which tags may go. The plan lists each of them, and an image that is in use keeps its tag.
resource "planton_docr_retention_policy" "builds" {
  registry_name = var.registry_name

  rules = [
    {
      name         = "pull requests"
      tag_patterns = ["pr-*"]
      older_than   = "14d"
    },
    {
      name             = "builds"
      tag_patterns     = ["build-*"]
      keep_most_recent = 20
      older_than       = "30d"
    },
  ]

  keep_tags = ["latest", "v*"]
}

# Then: free what the deleted tags held. The trigger makes garbage collection wait for the deletions and run in
# the same apply; the schedule takes care of images whose tag has moved.
resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = planton_docr_retention_policy.builds.registry_name
  schedule      = "0 3 * * SUN"
  time_zone     = "Europe/Berlin"

  triggers = {
    deleted_at = try(planton_docr_retention_policy.builds.last_run.at, "never")
  }

  # No run starts while a deployment uses, by its digest, an image that has no tag.
  protect_in_use = {}
}

# Finally: is it enough? The storage and the tier are those of the whole account.
data "planton_docr_subscription" "now" {}

data "planton_docr_registries" "all" {}

locals {
  stored   = data.planton_docr_registries.all.total_storage_usage_bytes
  included = data.planton_docr_subscription.now.included_storage_bytes
}

check "storage_is_within_the_allowance" {
  assert {
    condition     = local.stored < local.included * var.warn_at_percent / 100
    error_message = "The registries store ${floor(local.stored / pow(1024, 2))} MiB of the ${floor(local.included / pow(1024, 2))} MiB that the ${data.planton_docr_subscription.now.name} tier includes."
  }
}

output "to_be_deleted" {
  description = "The tags that the rules allow to be deleted."
  value       = [for tag in planton_docr_retention_policy.builds.candidates : "${tag.repository}:${tag.tag}"]
}

output "in_use" {
  description = "The tags that would be deleted if nothing used their images, and what does."
  value       = { for tag in planton_docr_retention_policy.builds.protected : "${tag.repository}:${tag.tag}" => tag.used_by }
}

output "freed_bytes" {
  description = "What all recorded runs of garbage collection have freed."
  value       = planton_docr_garbage_collection_policy.weekly.total_freed_bytes
}
