import {
  to = planton_docr_garbage_collection_policy.example
  id = "acme"
}
