locals {
  decoded = var.manifest == null ? null : provider::planton::manifest_decode(var.manifest)

  spec = local.decoded == null ? var.spec : {
    name                       = local.decoded.name
    subscription_tier          = local.decoded.subscription_tier_slug
    region                     = local.decoded.region
    garbage_collection_enabled = local.decoded.garbage_collection_enabled
    docker_credentials         = local.decoded.docker_credentials
    doks_integration           = local.decoded.doks_integration
  }
}

module "registry" {
  source = "./modules/by-name"

  spec                = local.spec
  cluster_uuids       = var.cluster_uuids
  deletion_protection = var.deletion_protection
  garbage_collection  = var.garbage_collection
  job_token           = var.job_token
  retention           = var.retention
}
