"""The review desk: pages that call work/ and show what the casebook holds."""
