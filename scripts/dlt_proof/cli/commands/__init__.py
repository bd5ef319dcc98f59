"""The commands, a module for each phase: one function for each, options in, exit code out."""
