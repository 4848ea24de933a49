resource "planton_docr_registry" "example" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"

  # Sundays at 03:00 UTC; for another schedule use planton_docr_garbage_collection_policy.
  garbage_collection_enabled = true

  deletion_protection = true
}
