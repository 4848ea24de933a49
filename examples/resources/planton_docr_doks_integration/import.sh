# All clusters that the registry is integrated with:
terraform import planton_docr_doks_integration.example acme

# Only some of them:
terraform import planton_docr_doks_integration.example acme:bd5f5959-5e1e-4205-a714-a914373942af,4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10
