"""What workers do. A task is a wake-up: what is owed stands in the database."""

from celery import shared_task

from articles.desk.settle import settle


@shared_task
def settle_due():
    """Settle whatever is due. Running it twice, or many at once, does no harm."""
    return settle()
