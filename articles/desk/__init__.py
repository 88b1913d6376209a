"""What staff do: every change of a text passes through here, whichever door it came in by."""
