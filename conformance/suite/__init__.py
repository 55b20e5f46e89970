"""The checks, a folder an area. Run them with `xai-conformance run`, or `pytest --pyargs conformance.suite`."""
