"""Checks of what is promised of SDKs alone: their own names, their manners on the wire, and faulty answers."""
