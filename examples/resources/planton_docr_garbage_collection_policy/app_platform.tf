variable "job_token" {
  description = "An API token with the scopes registry:read and registry:update, for the job only."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "planton_docr_garbage_collection_policy" "nightly" {
  registry_name = "acme"
  schedule      = "0 3 * * *"
  time_zone     = "Europe/Berlin"

  # An App Platform app starts the runs, without an apply.
  runner = "app_platform"
  app_platform = {
    region           = "fra"
    token_wo         = var.job_token
    token_wo_version = 1
  }
}
