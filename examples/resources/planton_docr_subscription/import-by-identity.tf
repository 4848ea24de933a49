import {
  to = planton_docr_subscription.example

  identity = {
    id = "subscription"
  }
}
