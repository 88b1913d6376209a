"""The addresses of feeds in templates."""

from django import template

from articles.addresses import with_forms

register = template.Library()


@register.filter
def other_forms(path):
    """``[(name, media type, path), ...]`` of a feed in the forms beside Atom, from its ``path`` in Atom."""
    return with_forms(path)[1:]
