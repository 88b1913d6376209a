"""Feeds, calendars, tables: what programs subscribe to and read by lists."""
