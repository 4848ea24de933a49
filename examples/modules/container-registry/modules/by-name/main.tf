locals {
  region        = try(regex("^[a-z]{3}[0-9]$", lower(var.spec.region)), null)
  cluster_uuids = concat(try(var.spec.doks_integration.cluster_uuids, []), var.cluster_uuids)
  collects      = var.garbage_collection.enabled == null ? var.spec.garbage_collection_enabled : var.garbage_collection.enabled
  by_app        = var.garbage_collection.app_platform != null
  retains       = length(var.retention.rules) > 0
}

resource "planton_docr_registry" "this" {
  name                   = var.spec.name
  subscription_tier_slug = lower(var.spec.subscription_tier)
  region                 = local.region
  deletion_protection    = var.deletion_protection
}

resource "planton_docr_retention_policy" "this" {
  count = local.retains ? 1 : 0

  registry_name      = planton_docr_registry.this.name
  rules              = var.retention.rules
  keep_tags          = var.retention.keep_tags
  max_deletions      = var.retention.max_deletions
  enabled            = var.retention.enabled
  schedule           = var.retention.schedule
  time_zone          = var.retention.time_zone
  maintenance_window = var.retention.maintenance_window
}

resource "planton_docr_garbage_collection_policy" "this" {
  count = local.collects ? 1 : 0

  registry_name      = planton_docr_registry.this.name
  schedule           = var.garbage_collection.schedule
  time_zone          = var.garbage_collection.time_zone
  maintenance_window = var.garbage_collection.maintenance_window

  # When tags were deleted, garbage collection frees their storage in the same apply. An app keeps to its schedule.
  triggers = local.retains && !local.by_app ? { deleted_at = try(planton_docr_retention_policy.this[0].last_run.at, "never") } : null

  runner = local.by_app ? "app_platform" : "terraform"
  app_platform = !local.by_app ? null : {
    region           = var.garbage_collection.app_platform.region
    project_id       = var.garbage_collection.app_platform.project_id
    token_wo         = var.job_token
    token_wo_version = var.garbage_collection.app_platform.job_token_version
  }
}

resource "planton_docr_doks_integration" "this" {
  count = length(local.cluster_uuids) > 0 ? 1 : 0

  registry_name = planton_docr_registry.this.name
  cluster_uuids = local.cluster_uuids
}

check "docker_credentials" {
  assert {
    condition     = var.spec.docker_credentials == null
    error_message = "The manifest wants Docker credentials. The module creates none, because they would be in the state. Take them from the ephemeral resource planton_docr_docker_credentials where they are used; the output docker_credentials_request has its arguments."
  }
}
