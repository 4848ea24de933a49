terraform {
  required_version = ">= 1.11"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token is read from DIGITALOCEAN_TOKEN. It needs registry:read, and app:read, app:create, app:update and app:delete.
provider "planton" {}

variable "registry_name" {
  description = "The name of the registry, which need not be managed by Terraform."
  type        = string
}

variable "job_token" {
  description = "An API token with the scopes registry:read and registry:update, for the job only (TF_VAR_job_token)."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = var.registry_name
  schedule      = "0 3 * * SUN"
  time_zone     = "Europe/Berlin"

  runner = "app_platform"
  app_platform = {
    region           = "fra"
    token_wo         = var.job_token
    token_wo_version = 1
  }
}

# The plan warns by itself if a window passed without a successful run. This makes a pipeline fail as well.
check "garbage_is_collected" {
  assert {
    condition     = !planton_docr_garbage_collection_policy.weekly.overdue
    error_message = "There was no successful garbage collection in the last window. Look at the job's log in App Platform."
  }
}

output "freed_bytes" {
  value = planton_docr_garbage_collection_policy.weekly.total_freed_bytes
}
