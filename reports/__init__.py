"""What a person or a CI reads of a run, made from its event stream."""
