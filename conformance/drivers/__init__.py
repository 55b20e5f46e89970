"""SDKs under test: programs that carry out documented operations with an SDK, and what speaks to them."""
