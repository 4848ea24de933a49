# Rules for plans that change container registries. An empty result means that the plan may be applied.
#
#   terraform plan -out=registry.tfplan
#   terraform show -json registry.tfplan > plan.json
#   opa eval --fail-defined --format pretty --data planton.rego --input plan.json 'data.planton.deny[message]'
package planton

import rego.v1

# How many tags one apply may delete.
max_deletions := 20

# A policy whose plan does not know last_run yet deletes the candidates of the last refresh.
deny contains message if {
	some resource in input.resource_changes
	resource.type == "planton_docr_retention_policy"
	resource.change.after_unknown.last_run == true
	deletions := count(resource.change.before.candidates)
	deletions > max_deletions
	message := sprintf("%s deletes %d tags, and an apply may delete %d: review the candidates, or narrow the rules", [resource.address, deletions, max_deletions])
}

# A registry that is only deleted is left to the next rule.
deny contains message if {
	some resource in input.resource_changes
	resource.type == "planton_docr_registry"
	resource.change.actions != ["delete"]
	not resource.change.after.deletion_protection
	message := sprintf("%s is not protected: set deletion_protection = true", [resource.address])
}

# A replacement deletes too: the images go with the registry.
deny contains message if {
	some resource in input.resource_changes
	resource.type == "planton_docr_registry"
	"delete" in resource.change.actions
	message := sprintf("%s is deleted with all of its images", [resource.address])
}

# With require_same_region, a plan that adds a cluster of another region fails by itself.
deny contains message if {
	some resource in input.resource_changes
	resource.type == "planton_docr_doks_integration"
	resource.change.actions != ["delete"]
	not resource.change.after.require_same_region
	message := sprintf("%s accepts clusters of other regions: set require_same_region = true", [resource.address])
}

# A cluster that has been integrated for long is only warned of, so it is looked for in what is known of the clusters.
deny contains message if {
	some resource in input.resource_changes
	resource.type == "planton_docr_doks_integration"
	some uuid, cluster in resource.change.after.clusters
	cluster.same_region == false
	message := sprintf("%s has the cluster %s, which is in the region %s", [resource.address, uuid, cluster.region])
}
