resource "acme_item" "first" {
  name    = "first"
  content = "Hello."
}
