import {
  to = planton_docr_registry.example
  id = "acme"
}
