resource "planton_docr_subscription" "example" {
  tier_slug = "professional"
}

# Registries that share the subscription leave out subscription_tier_slug and depend on it.
resource "planton_docr_registry" "example" {
  for_each = toset(["acme-eu", "acme-us"])

  name       = each.key
  depends_on = [planton_docr_subscription.example]
}
