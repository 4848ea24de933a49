import {
  to = acme_item.first
  id = "first"
}
