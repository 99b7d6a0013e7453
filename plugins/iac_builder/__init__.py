"""IacBuilder: the resources of a component in Azure, in Bicep, Terraform and Pulumi's YAML."""
