"""A deviation to take away: a script that shows it again, a program that judges it again, the exchanges."""
