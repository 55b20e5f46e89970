"""Two runs beside each other: what is new, what is fixed, and what one could judge and the other could not."""
