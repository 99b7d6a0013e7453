"""The workbench for prompts, apart from how it is asked: what to run, and with whom."""
