variable "job_token" {
  description = "An API token with the scopes registry:read and registry:update, for the job only."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "planton_docr_registry" "example" {
  name   = "acme"
  region = "fra1"

  # An App Platform app collects garbage on Sundays at 03:00 UTC, without an apply.
  garbage_collection_enabled = true
  garbage_collection_runner  = "app_platform"
  garbage_collection_app_platform = {
    region           = "fra"
    token_wo         = var.job_token
    token_wo_version = 1
  }
}
