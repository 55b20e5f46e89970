"""The socket that speaks: what is asked for, what is said, and how it sounds."""
