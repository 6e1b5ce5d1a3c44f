"""Inputs named by what is wrong with them."""
