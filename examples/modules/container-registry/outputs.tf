output "registry_name" {
  description = "The name of the registry."
  value       = module.registry.registry_name

  precondition {
    condition     = var.manifest == null || var.spec == null
    error_message = "Set manifest or spec, not both."
  }
}

output "server_url" {
  description = "The host to log in to: registry.digitalocean.com."
  value       = module.registry.server_url
}

output "endpoint" {
  description = "The prefix of image addresses in the registry: registry.digitalocean.com/NAME."
  value       = module.registry.endpoint
}

output "region" {
  description = "The slug of the region that stores the images, also if DigitalOcean chose it."
  value       = module.registry.region
}

output "id" {
  description = "The id of the registry, which is its name."
  value       = module.registry.id
}

output "name" {
  description = "The name of the registry, under the name that this output had in Project Planton."
  value       = module.registry.name
}

output "subscription_tier_slug" {
  description = "The tier of the account's subscription."
  value       = module.registry.subscription_tier_slug
}

output "created_at" {
  description = "When the registry was created (RFC 3339, UTC)."
  value       = module.registry.created_at
}

output "storage_usage_bytes" {
  description = "The number of bytes stored in the registry."
  value       = module.registry.storage_usage_bytes
}

output "next_garbage_collection_at" {
  description = "The scheduled time of the next garbage collection (RFC 3339, UTC); null while it is off."
  value       = module.registry.next_garbage_collection_at
}

output "retention_candidates" {
  description = "The tags that the retention rules let go, as the last refresh found them."
  value       = module.registry.retention_candidates
}

output "clusters" {
  description = "The clusters that pull from the registry, by UUID."
  value       = module.registry.clusters
}

output "docker_credentials_request" {
  description = "What the manifest wants of Docker credentials (write, expiry_seconds); null if it wants none. The module creates none."
  value       = module.registry.docker_credentials_request
}

output "metadata" {
  description = "What the manifest says about itself: name, id, org, env, group, labels and tags."
  value       = local.decoded == null ? var.metadata : local.decoded.metadata
}
