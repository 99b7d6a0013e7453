"""What knows the meaning of each prompt's bundles and answers: one module a prompt."""
