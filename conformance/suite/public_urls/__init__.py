"""Public URLs: creating, expiry, idempotency, fetching, revoking, eligibility, quota."""
