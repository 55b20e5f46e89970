"""The conformance suite: checks, the targets they run against, and what judges them."""
