"""Long proofs, run by `make prove`; a short form of each is among the tests."""
