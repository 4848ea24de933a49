resource "planton_docr_registry" "example" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"

  # Runs when a scheduled pipeline applies on Sundays between 03:00 and 07:00 UTC. For other times use planton_docr_garbage_collection_policy.
  garbage_collection_enabled = true
  garbage_collection_runner  = "terraform"

  deletion_protection = true
}
