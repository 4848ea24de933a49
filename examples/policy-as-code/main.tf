terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

provider "planton" {}

variable "cluster_uuids" {
  description = "The clusters that pull from the registry."
  type        = set(string)
}

variable "keep_most_recent" {
  description = "How many builds to keep in each repository."
  type        = number
  default     = 20
}

# What follows satisfies every rule.
resource "planton_docr_registry" "main" {
  name                   = "acme"
  subscription_tier_slug = "professional"
  region                 = "fra1"
  deletion_protection    = true
}

resource "planton_docr_doks_integration" "main" {
  registry_name       = planton_docr_registry.main.name
  cluster_uuids       = var.cluster_uuids
  require_same_region = true
}

resource "planton_docr_retention_policy" "builds" {
  registry_name = planton_docr_registry.main.name

  rules = [
    {
      name             = "builds"
      tag_patterns     = ["build-*"]
      keep_most_recent = var.keep_most_recent
    },
  ]
}
