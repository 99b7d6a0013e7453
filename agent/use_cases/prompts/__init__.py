"""The workbench for prompts: one module for each thing that is done with them."""
