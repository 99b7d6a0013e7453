"""What Bicep, Terraform and Pulumi files describe, read back and held against the plan and the rest of an output."""
