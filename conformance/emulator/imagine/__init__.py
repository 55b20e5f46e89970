"""What the emulator generates: pictures and films that are real, and the jobs that make them."""
