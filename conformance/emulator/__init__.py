"""A reference server for files, public URLs, images and videos: correct by default, wrong on demand.

It shares nothing with the suite that judges it but the specs, so that no mistake can hide in both.
"""
