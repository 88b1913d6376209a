"""The read API: what the pages show, for machines. Every answer is decided by the same rule and the same filters."""
