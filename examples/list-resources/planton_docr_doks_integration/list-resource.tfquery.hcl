# Shows every integration with its clusters:
#   terraform query -json
list "planton_docr_doks_integration" "example" {
  provider         = planton
  include_resource = true
}

# Lists only the integration of one registry:
list "planton_docr_doks_integration" "acme" {
  provider = planton

  config {
    registry_name = "acme"
  }
}
