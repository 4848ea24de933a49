resource "planton_docr_registry" "example" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"

  # Runs when you apply on Sunday between 03:00 and 07:00 UTC. For other times use planton_docr_garbage_collection_policy.
  garbage_collection_enabled = true

  deletion_protection = true
}
