# An account has only one subscription, so the id is always the same.
terraform import planton_docr_subscription.example subscription
