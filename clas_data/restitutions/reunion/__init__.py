"""The deck of the meeting: what it shows, what is said aloud."""
