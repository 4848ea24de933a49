data "planton_docr_retention_preview" "acme" {
  registry_name = "acme"

  rules = [
    { name = "builds", keep_most_recent = 20, older_than = "30d" },
  ]

  keep_tags = ["latest", "v*"]
}

output "would_be_deleted" {
  value = [for tag in data.planton_docr_retention_preview.acme.candidates : "${tag.repository}:${tag.tag}"]
}

output "would_free_bytes" {
  value = data.planton_docr_retention_preview.acme.reclaimable_bytes
}
