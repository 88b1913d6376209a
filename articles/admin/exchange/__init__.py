"""Registers as sheets: people, organisations and positions out of the house and in again, as CSV or XLSX."""
