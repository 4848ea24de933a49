import {
  to = planton_docr_registry.example

  identity = {
    name = "acme"
  }
}
