"""A reference server for Files and public URLs: correct by default, wrong on demand.

It shares nothing with the suite that judges it but the specs, so that no mistake can hide in both.
"""
