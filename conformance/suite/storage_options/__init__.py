"""Storing what is generated: the options, what the answer says, and the files that result."""
