"""What workers do. A task is a wake-up: what is owed stands in the database."""

from celery import shared_task

from articles.desk.outbox import send_due
from articles.desk.readiness import tell_unready
from articles.desk.record_watch import watch
from articles.desk.reminding import remind
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


@shared_task
def tell_due():
    """Remind, call deputies, and send the mails that are owed. Running it twice, or many at once, does no harm."""
    sent = send_due()
    remind()
    return sent


@shared_task
def tell_what_is_not_ready():
    """Tell, once an evening, what goes out soon and is not ready. Running it twice, or many at once, does no harm."""
    return tell_unready(database_now())


@shared_task
def verify_record():
    """Verify the record of acts, and tell who keeps the machines of a fault. Running it twice does no harm."""
    return watch(database_now())
