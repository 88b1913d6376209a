from django.core.management.base import BaseCommand

from articles.vocabularies import load


class Command(BaseCommand):
    help = (
        "Add the topics (IPTC Media Topics) and countries (ISO 3166-1) that are missing. A row that is there is left "
        "as it is; one of the same name without code is given the code. Running it twice does no harm."
    )

    def handle(self, **options):
        done = load()
        self.stdout.write(
            f"{done['topics_added']} topics and {done['countries_added']} countries added; "
            f"{done['topics_adopted']} topics and {done['countries_adopted']} places given their code"
        )
