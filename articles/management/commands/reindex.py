from django.core.management.base import BaseCommand
from django.db import transaction

from articles import search
from articles.desk.freeze import index
from articles.models.contact import Contact
from articles.models.edition import Edition
from articles.models.event import Event
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from people.models import Organisation, Person
from people.models.register import rederive

REGISTERS = (Person, Organisation, Event, Source, Topic, Place, Contact)


class Command(BaseCommand):
    help = (
        "Make what rows are found by anew: the spellings and sort keys of the registers from their names; the parts, "
        "links and search words of editions from the frozen documents. Names and documents are not touched. "
        "Running it twice does no harm."
    )

    def handle(self, **options):
        rows = 0
        for model in REGISTERS:
            with transaction.atomic():
                rows += rederive(model)
        count = 0
        newest: dict[int, Edition] = {}  # of each article, the edition before
        for edition in Edition.objects.order_by("article_id", "number", "pk").iterator(chunk_size=200):
            with transaction.atomic():
                index(edition, after=newest.get(edition.article_id))
            newest = {edition.article_id: edition}
            count += 1
        with transaction.atomic():
            found = search.rebuild()
        self.stdout.write(f"{rows} register rows, {count} editions, {found} texts in the search index")
