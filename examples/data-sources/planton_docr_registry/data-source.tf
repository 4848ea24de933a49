data "planton_docr_registry" "example" {
  name = "acme"
}

output "image" {
  value = "${data.planton_docr_registry.example.endpoint}/web:v1"
}
