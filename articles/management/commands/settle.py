from django.core.management.base import BaseCommand

from articles.desk.settle import settle


class Command(BaseCommand):
    help = "Settle what has become public: change log, search index. Running it twice, or many at once, does no harm."

    def handle(self, **options):
        total = 0
        while done := settle():
            total += done
        self.stdout.write(f"{total} settled")
