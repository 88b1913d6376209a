"""The press contacts of a text, beside its form: chosen in order, and at once what readers see."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.checks import OfText
from articles.desk.errors import DeskError
from articles.desk.text_contacts import choose_contacts, contacts_of, may_choose
from articles.models import Contact, Edition
from articles.models.vocabulary import Status
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import is_public
from pressoffice.ground.numbers import read_number

PANEL = "text-contacts"
MOST = 6


def panel(request, article):
    """The contacts of a text and, for who may choose them, a choice for each place and one more."""
    if article.status == Status.DISCARDED:
        return None
    chosen = contacts_of(article)
    may = may_choose(request.user, article)
    if not (chosen or may):
        return None
    keys = [contact.pk for contact in chosen]
    known = list(Contact.objects.filter(merged_into=None).order_by("sort_key", "pk")) if may else []
    hidden = [str(contact) for contact in chosen if not is_public(contact, request.now)]
    return "admin/articles/article/text_contacts.html", {
        "contacts": chosen,
        "places": [
            (number, keys[number - 1] if number <= len(keys) else None)
            for number in range(1, min(max(len(keys) + 1, 2), max(MOST, len(keys))) + 1)
        ],
        "known": known,
        "may_choose": may,
        "hidden": hidden,
        "live": Edition.objects.listed(request.now).filter(article=article).exists(),
        "instead_of": ",".join(map(str, keys)),
        "contacts_url": reverse("admin:articles_article_contacts", args=[article.pk]),
    }


class ContactsView(OfText):
    """Choose the contacts of a text, and go back to the panel."""

    def post(self, request):
        """The whole choice in its order; a place left empty is passed over."""
        keys = _numbers(request.POST.getlist("contact"))
        shown = _numbers(request.POST.get("instead_of", "").split(","))
        rows = Contact.objects.in_bulk(keys)
        chosen = [rows[key] for key in dict.fromkeys(keys) if key in rows]
        try:
            new = choose_contacts(self.article, chosen, by=request.user, now=database_now(), instead_of=shown)
        except DeskError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The press contacts are chosen.") if new else _("Nothing has changed."))
            forget()
        page = reverse("admin:articles_article_change", args=[self.article.pk])
        return HttpResponseRedirect(f"{page}#{PANEL}")


def _numbers(said):
    return [number for number in map(read_number, said) if number is not None]
