"""What workers do. A task is a wake-up: what is owed stands in the database."""

from celery import shared_task

from articles.desk.series import extend_all
from articles.desk.settle import settle
from pressoffice.ground.clock import database_now


@shared_task
def settle_due():
    """Settle whatever is due. Running it twice, or many at once, does no harm."""
    return settle()


@shared_task
def extend_series():
    """Make the dates of recurring events up to the horizon. Running it twice, or many at once, does no harm."""
    return extend_all(database_now())
