import {
  to = planton_docr_retention_policy.example
  id = "acme"
}
