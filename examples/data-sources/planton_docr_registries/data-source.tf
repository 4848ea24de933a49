data "planton_docr_registries" "example" {}

output "storage_by_registry" {
  value = { for registry in data.planton_docr_registries.example.registries : registry.name => registry.storage_usage_bytes }
}

# Rounded down, since the state stores long fractions with less precision than they were computed with, so the output would change in every plan.
output "total_mebibytes" {
  value = floor(data.planton_docr_registries.example.total_storage_usage_bytes / pow(1024, 2))
}
