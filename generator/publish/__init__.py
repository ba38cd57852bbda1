"""From pages to a host: built beside the old site, packed, lowered, named, exchanged."""
