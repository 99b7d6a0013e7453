"""The command line: one subcommand a file. Heavy imports happen inside the commands."""
