terraform {
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token is read from DIGITALOCEAN_TOKEN. It needs registry:read and registry:update.
provider "planton" {}

variable "registry_name" {
  description = "The name of the registry, which need not be managed by Terraform."
  type        = string
}

resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = var.registry_name

  # The pipeline applies at 03:30. If it is late, a run may still start until 07:00.
  schedule           = "0 3 * * SUN"
  maintenance_window = "4h"
}
