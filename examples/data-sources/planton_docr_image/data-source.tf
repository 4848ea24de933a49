# The newest release of the major version 1, by its digest: a plan shows when another one is to run.
data "planton_docr_image" "web" {
  registry_name = "acme"
  repository    = "team/web"
  tag_pattern   = "v1.*"
}

output "web_image" {
  value = data.planton_docr_image.web.pinned_uri
}
