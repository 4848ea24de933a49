terraform {
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token is read from the environment variable DIGITALOCEAN_TOKEN.
provider "planton" {}

variable "registry_name" {
  description = "The name of the registry. It must be unique across all DigitalOcean customers."
  type        = string
}

resource "planton_docr_registry" "main" {
  name                   = var.registry_name
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

# An apply on Sunday between 03:00 and 07:00 in Berlin starts garbage collection, waits for it and records the result.
resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = planton_docr_registry.main.name
  schedule      = "0 3 * * SUN"
  time_zone     = "Europe/Berlin"
}

output "push_to" {
  description = "The prefix of image addresses."
  value       = planton_docr_registry.main.endpoint
}

output "next_garbage_collection" {
  value = planton_docr_garbage_collection_policy.weekly.next_run_at
}
