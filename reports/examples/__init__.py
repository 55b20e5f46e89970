"""What a person or a CI reads of the docs' own examples, made from `examples.json`."""
