data "planton_docr_options" "example" {}

output "regions" {
  value = data.planton_docr_options.example.regions
}

# The first tier that the account is eligible for.
output "cheapest_tier" {
  value = [for tier in data.planton_docr_options.example.subscription_tiers : tier.slug if tier.eligible][0]
}
