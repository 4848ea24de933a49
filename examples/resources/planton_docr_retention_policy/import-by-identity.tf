import {
  to = planton_docr_retention_policy.example

  identity = {
    registry_name = "acme"
  }
}
