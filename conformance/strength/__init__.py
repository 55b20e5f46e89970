"""How strong the suite is: every fault of the emulator against the checks."""
