import {
  to = acme_item.first
  identity = {
    name = "first"
  }
}
