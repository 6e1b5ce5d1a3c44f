"""Preserve: nothing lost, nothing silently changed, nothing dialled that must not be."""
