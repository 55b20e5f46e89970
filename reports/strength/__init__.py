"""What a person or a CI reads of the kill matrix, made from `strength.json`."""
