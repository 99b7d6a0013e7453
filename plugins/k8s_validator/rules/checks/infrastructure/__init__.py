"""What Bicep, Terraform and Pulumi describe."""
