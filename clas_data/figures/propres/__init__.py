"""The figures of one page only, each composed from what the domain computes."""
