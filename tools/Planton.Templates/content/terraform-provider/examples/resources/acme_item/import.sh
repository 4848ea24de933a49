terraform import acme_item.first first
