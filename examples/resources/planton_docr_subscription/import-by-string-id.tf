import {
  to = planton_docr_subscription.example
  id = "subscription"
}
