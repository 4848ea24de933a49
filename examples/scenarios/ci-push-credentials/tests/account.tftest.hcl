# Runs in the account of DIGITALOCEAN_TOKEN, which must have the registry. Nothing is pushed, since a plan does not run provisioners. There is no
# test with a mocked provider, since Terraform cannot mock ephemeral resources.
variables {
  registry_name = "acme"
  tag           = "v1"
}

run "the_image_has_registry_and_tag" {
  command = plan

  assert {
    condition     = output.image == "registry.digitalocean.com/acme/web:v1"
    error_message = "The image is ${output.image}."
  }
}
