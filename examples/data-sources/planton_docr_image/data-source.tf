# The newest release of major version 1. Its digest pins it, so that a new release shows in a plan before it runs.
data "planton_docr_image" "web" {
  registry_name = "acme"
  repository    = "team/web"
  tag_pattern   = "v1.*"
}

output "web_image" {
  value = data.planton_docr_image.web.pinned_uri
}

# Charts and other artifacts have tags and digests too.
data "planton_docr_image" "chart" {
  registry_name = "acme"
  repository    = "charts/web"
  tag           = "1.4.0"
}

output "chart_digest" {
  value = data.planton_docr_image.chart.digest
}
