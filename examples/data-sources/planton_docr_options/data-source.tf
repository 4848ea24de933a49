data "planton_docr_options" "example" {}

output "regions" {
  value = data.planton_docr_options.example.regions
}

# The cheapest tier that the account may have now.
output "cheapest_tier" {
  value = [for tier in data.planton_docr_options.example.subscription_tiers : tier.slug if tier.eligible][0]
}
