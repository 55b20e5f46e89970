"""What checks run against: profiles, keys, clocks, transports, and the ledger of what a run created."""
