from django.core.management.base import BaseCommand
from django.db import transaction

from articles import search
from articles.desk.freeze import index
from articles.models.edition import Edition


class Command(BaseCommand):
    help = (
        "Make the rows that editions are found by (parts, links, search) anew from the frozen documents. "
        "The documents are not touched. Running it twice does no harm."
    )

    def handle(self, **options):
        count = 0
        for edition in Edition.objects.order_by("pk").iterator(chunk_size=200):
            with transaction.atomic():
                index(edition)
            count += 1
        with transaction.atomic():
            found = search.rebuild()
        self.stdout.write(f"{count} editions indexed, {found} texts in the search index")
