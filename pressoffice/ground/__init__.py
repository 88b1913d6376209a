"""What every room stands on. Imports nothing of the rooms above."""
