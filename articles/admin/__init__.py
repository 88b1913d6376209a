"""The staff's door: Django's own admin, one module a subject. It holds no rule; every step goes through the desk."""

from articles.admin import article, proposals, records, registers, site, staff, workflow

__all__ = ["article", "proposals", "records", "registers", "site", "staff", "workflow"]
