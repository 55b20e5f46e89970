"""Videos: starting them and waiting, what they are like, editing and extending, and what gives none."""
