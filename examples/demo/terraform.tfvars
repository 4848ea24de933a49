cluster_uuids = [
  "8a0d5b6e-32b5-4b64-9a80-2f3c6d1e7f01", # staging
  "c1f7a9d2-6c1e-4f0b-8f5a-7b9e0d4a2c02", # production
]
