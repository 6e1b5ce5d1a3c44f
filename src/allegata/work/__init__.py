"""Use-cases: the only place where the thinking rooms meet store, clock and network. Start with pipeline.py."""
