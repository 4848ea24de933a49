output "registry_name" {
  description = "The name of the registry."
  value       = planton_docr_registry.this.name
}

output "server_url" {
  description = "The host to log in to: registry.digitalocean.com."
  value       = planton_docr_registry.this.server_url
}

output "endpoint" {
  description = "The prefix of image addresses in the registry: registry.digitalocean.com/NAME."
  value       = planton_docr_registry.this.endpoint
}

output "region" {
  description = "The slug of the region that stores the images, also if DigitalOcean chose it."
  value       = planton_docr_registry.this.region
}

output "id" {
  description = "The id of the registry, which is its name."
  value       = planton_docr_registry.this.id
}

output "name" {
  description = "The name of the registry, under the name that this output had in Project Planton."
  value       = planton_docr_registry.this.name
}

output "subscription_tier_slug" {
  description = "The tier of the account's subscription."
  value       = planton_docr_registry.this.subscription_tier_slug
}

output "created_at" {
  description = "When the registry was created (RFC 3339, UTC)."
  value       = planton_docr_registry.this.created_at
}

output "storage_usage_bytes" {
  description = "The number of bytes stored in the registry."
  value       = planton_docr_registry.this.storage_usage_bytes
}

output "next_garbage_collection_at" {
  description = "The scheduled time of the next garbage collection (RFC 3339, UTC); null while it is off."
  value       = one(planton_docr_garbage_collection_policy.this[*].next_run_at)
}

output "retention_candidates" {
  description = "The tags that the retention rules let go, as the last refresh found them."
  value       = flatten(planton_docr_retention_policy.this[*].candidates)
}

output "clusters" {
  description = "The clusters that pull from the registry, by UUID."
  value       = merge(planton_docr_doks_integration.this[*].clusters...)
}

output "docker_credentials_request" {
  description = "What the manifest wants of Docker credentials (write, expiry_seconds); null if it wants none. The module creates none."
  value       = var.spec.docker_credentials
}

output "metadata" {
  description = "The metadata of the manifest."
  value       = var.metadata
}
