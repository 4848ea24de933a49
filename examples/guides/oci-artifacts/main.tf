terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token needs registry:read and registry:delete.
provider "planton" {}

variable "registry_name" {
  description = "The name of an existing registry."
  type        = string
  default     = "acme"
}

# The newest chart of major version 1.
data "planton_docr_image" "chart" {
  registry_name = var.registry_name
  repository    = "charts/web"
  tag_pattern   = "1.*"
}

# Nothing shows which charts are in use, so these rules keep more of them and wait longer. Charts, unlike images, are small.
resource "planton_docr_retention_policy" "charts" {
  registry_name = var.registry_name

  rules = [
    { name = "charts", repositories = ["charts/*"], keep_most_recent = 20, older_than = "180d" },
  ]

  # Charts do not run. Without this, a cluster that cannot be read would keep all of them.
  protect_in_use = { enabled = false }
}

# For helm_release, Argo CD or Flux. A version may contain a plus sign and a tag may not, so Helm replaces it with an underscore.
output "chart" {
  value = {
    repository = "oci://registry.digitalocean.com/${var.registry_name}/charts"
    name       = "web"
    version    = replace(data.planton_docr_image.chart.tag, "_", "+")
    digest     = data.planton_docr_image.chart.digest
  }
}
