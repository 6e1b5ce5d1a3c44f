"""Pages of our own in the manner of common systems, each part known: captions, bios, bylines, entries of live pages."""
