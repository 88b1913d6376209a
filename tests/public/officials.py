"""Officials in office, and the pages that show them, for tests."""

import datetime as dt

from django.utils import timezone
from lxml import etree

from articles import visible
from tests.factories import Organisation, Person, Position, minutes


def ago(number):
    return timezone.now() - minutes(number)


def stamp(instant):
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def make_post(name, title="Minister", at="Ministry", **fields):
    """A position public for an hour, with its holder and organisation (each made where there is none of the name)."""
    person = Person.objects.filter(name=name).first() or Person.objects.create(name=name)
    office = Organisation.objects.filter(name=at).first() or Organisation.objects.create(name=at)
    fields = {"public_from": ago(60), **fields}
    return Position.objects.create(person=person, organisation=office, title=title, **fields)


def replace(old, hour, **fields):
    """The row that stands in the place of ``old`` from ``hour`` on."""
    kept = {name: getattr(old, name) for name in ("person", "organisation", "title", "starts", "ends", "acting")}
    Position.objects.filter(pk=old.pk).update(public_until=hour)
    return Position.objects.create(**{**kept, **fields}, replaces=old, root=old.entity, public_from=hour)


def page(client, address):
    """The page, parsed."""
    visible.forget()
    response = client.get(address)
    assert response.status_code == 200, response.content
    return etree.HTML(response.content.decode())


def text(nodes):
    return [" ".join("".join(node.itertext()).split()) for node in nodes]


def names(client, address):
    """The names a directory lists, in their order."""
    return text(page(client, address).xpath('//ol[@class="directory"]//h2'))


def under(tree, heading):
    """The lines below a heading of a page."""
    return text(tree.xpath(f'//*[self::h2 or self::h3][normalize-space()="{heading}"]/following-sibling::ol[1]/li'))
