"""From a JSON Schema to the values that it accepts and to those that it refuses for one reason."""
