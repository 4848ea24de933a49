# registry.digitalocean.com/acme/team/web:v1.2.3
output "by_tag" {
  value = provider::planton::image("acme", "team/web", "v1.2.3")
}

# registry.digitalocean.com/acme/team/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
output "by_digest" {
  value = provider::planton::image("acme", "team/web", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
}

# oci://registry.digitalocean.com/acme/charts/web:1.4.0
output "chart" {
  value = "oci://${provider::planton::image("acme", "charts/web", "1.4.0")}"
}
