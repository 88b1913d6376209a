"""What the head of a page tells programs: structured data (schema.org) and links for sharing."""

from itertools import chain

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import structured

register = template.Library()


def data_block(thing):
    """``thing`` as a data block, which no browser runs and no policy of scripts forbids."""
    return mark_safe(
        f'<script type="application/ld+json">{structured.dumped(structured.of_schema_org(thing))}</script>'
    )


@register.simple_tag
def data_of_office():
    """Who publishes this site."""
    return data_block(structured.office())


@register.simple_tag
def data_of_person(person, *positions):
    """A person with the lists of positions that the page shows."""
    return data_block(structured.person(person, chain.from_iterable(filter(None, positions))))


@register.simple_tag
def data_of_organisation(organisation, line=(), parts=()):
    """An organisation below the last one of ``line``."""
    return data_block(structured.organisation(organisation, parent=line[-1] if line else None, parts=parts))


@register.simple_tag
def data_of_event(event, participants=(), within=None):
    """An event with its participants as ``agenda.company`` names them."""
    named = [
        {"id": one.person.uid if one.person_visible else None, "name": one.person.label, "role": one.role}
        for one in participants or ()
    ]
    return data_block(structured.event(event, participants=named, within=within))


@register.simple_tag
def data_of_statement(edition, statement):
    """A statement of ``edition`` as a ledger shows it (``views.showing.said``)."""
    entry = {**statement, "id": statement["uid"], "form": "direct" if statement["direct"] else "reported"}
    return data_block(structured.statement(edition, entry))


@register.simple_tag
def licence():
    """A link to the licence the texts are under; nothing where the office names none."""
    address = settings.OFFICE_LICENCE_URL
    return format_html('<link rel="license" href="{}">', address) if address else ""


@register.simple_tag
def share_card(edition):
    """The absolute address of an edition's picture."""
    return structured.card_url(edition)
