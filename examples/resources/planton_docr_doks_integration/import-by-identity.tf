import {
  to = planton_docr_doks_integration.example

  identity = {
    registry_name = "acme"
  }
}
