resource "planton_docr_registry" "example" {
  name   = "acme"
  region = "fra1"
}

resource "planton_docr_retention_policy" "example" {
  registry_name = planton_docr_registry.example.name

  # The first rule that matches a tag decides about it; a tag that no rule matches is kept.
  rules = [
    {
      name         = "pull requests"
      tag_patterns = ["pr-*"]
      older_than   = "14d"
    },
    {
      name             = "builds"
      repositories     = ["**"]
      keep_most_recent = 20
      older_than       = "30d"
    },
  ]

  keep_tags = ["latest", "v*"]
}

# Garbage collection frees what the deletions leave, in the same apply.
resource "planton_docr_garbage_collection_policy" "example" {
  registry_name = planton_docr_registry.example.name
  schedule      = "0 3 * * SUN"

  triggers = {
    deleted_at = try(planton_docr_retention_policy.example.last_run.at, "never")
  }
}
