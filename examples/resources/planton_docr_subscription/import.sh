# An account has one subscription, so its id is always the same word.
terraform import planton_docr_subscription.example subscription
