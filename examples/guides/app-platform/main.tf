terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token needs registry:read, registry:update and registry:delete, and app:read, kubernetes:read and kubernetes:access_cluster to see
# which images are in use.
provider "planton" {}

variable "registry_name" {
  description = "The name of the registry that the app pulls from."
  type        = string
  default     = "acme"
}

# The build that runs, and the ten that App Platform can roll back to. The app names only "latest", so what protects these builds is the number.
resource "planton_docr_retention_policy" "apps" {
  registry_name = var.registry_name

  rules = [
    { name = "builds", repositories = ["web"], tag_patterns = ["build-*"], keep_most_recent = 11 },
  ]
}

resource "planton_docr_garbage_collection_policy" "apps" {
  registry_name = planton_docr_retention_policy.apps.registry_name
  schedule      = "0 3 * * SUN"
  time_zone     = "Europe/Berlin"

  triggers = {
    deleted_at = try(planton_docr_retention_policy.apps.last_run.at, "never")
  }

  # For apps that name a digest.
  protect_in_use = {}
}

data "planton_docr_images_in_use" "all" {
  registry_name = var.registry_name
}

# Not only what runs: also what a deployment that App Platform offers for a rollback names.
check "images_in_use_exist" {
  assert {
    condition     = alltrue([for image in data.planton_docr_images_in_use.all.images : image.exists])
    error_message = "In use, but no longer in the registry: ${join(", ", [for image in data.planton_docr_images_in_use.all.images : "${image.repository}:${coalesce(image.tag, image.digest)}" if !image.exists])}."
  }
}
