# Before: resource "digitalocean_container_registry" "main"
resource "planton_docr_registry" "main" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

moved {
  from = digitalocean_container_registry.main
  to   = planton_docr_registry.main
}
