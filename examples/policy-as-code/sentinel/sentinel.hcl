policy "max-deletions" {
  source            = "./max-deletions.sentinel"
  enforcement_level = "soft-mandatory"

  params = {
    max_deletions = 20
  }
}

policy "deletion-protection" {
  source            = "./deletion-protection.sentinel"
  enforcement_level = "hard-mandatory"
}

policy "same-region" {
  source            = "./same-region.sentinel"
  enforcement_level = "soft-mandatory"
}
