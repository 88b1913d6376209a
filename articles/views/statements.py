"""The ledger of statements: who said what, when, in which text."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.addresses import article_url
from articles.filters import StatementFilter
from articles.models.edition import Edition, text_q
from articles.models.parts import Statement
from articles.search.query import Query, highlights
from articles.views.editions import spoken, statement_rows
from articles.views.lists import KeysetFilterView
from articles.views.pages import Gone, PublicPage
from articles.views.showing import document_of, doors, said


class StatementListView(KeysetFilterView):
    """Statements of listed texts, newest first."""

    template_name = "public/statements.html"
    filterset_class = StatementFilter
    form_fields = ("q", "speaker", "said_after", "said_before")

    def subject(self):
        return _("Statements")

    def get_queryset(self):
        return spoken(self.request.now).exclude(words="")

    def get_context_data(self, **kwargs):
        question = [] if self.faults else [pair for pair in self.clean_query(cursor="") if pair[0] != "order"]
        return super().get_context_data(feed=self.address(question, reverse("statements-feed")), **kwargs)

    def rows(self, results):
        pages = doors(self.request.now, [document_of(row.edition) for row in results], speakers_only=True)
        rows = statement_rows(results, pages)
        asked = Query.parse(self.request.GET.get("q", ""))
        for row in rows if asked else ():
            row["pieces"] = highlights(asked, row["words"], language=row["language"])
        return rows


class StatementView(PublicPage):
    """One statement, at an address that survives corrections of the text around it."""

    template_name = "public/statement.html"

    def get_context_data(self, **kwargs):
        now = self.request.now
        row = spoken(now).filter(uid=kwargs["uid"]).first()
        if row is None:
            self.refuse(kwargs["uid"])
        document = document_of(row.edition)
        entry = next((one for one in document["statements"] if one["id"] == str(row.uid)), None)
        if entry is None:
            raise Http404
        statement = said(row.edition, entry, doors(now, [document], speakers_only=True))
        return super().get_context_data(
            statement=statement, edition=row.edition, stood=self.stood(row, statement), **kwargs
        )

    def stood(self, row, statement):
        """The public editions in which the statement stood before: ``{edition, url, words}``, the newest first.

        ``words`` are those of that edition, where they were others. One statement.
        """
        now, path = self.request.now, article_url(row.edition)
        rows = Statement.objects.filter(
            text_q(now, "edition__"),
            uid=row.uid,
            edition__article_uid=row.edition.article_uid,
            edition__public_from__lt=row.edition.public_from,
            edition__redacted_at=None,
        )
        return [
            {
                "edition": one.edition,
                "url": f"{path}?at={one.edition.public_from.isoformat().replace('+00:00', 'Z')}",
                "words": "" if one.words == statement["words"] else one.words,
            }
            for one in rows.select_related("edition").defer("edition__document").order_by("-edition__public_from")
        ]

    def refuse(self, uid):
        """Gone where the statement stood in a public text and no longer does; Http404 where it never did."""
        now = self.request.now
        were = Edition.objects.were_public(now)
        stood = (
            Statement.objects.filter(uid=uid, edition__in=were).values_list("edition__article_uid", flat=True).first()
        )
        if stood is None:
            raise Http404
        live = Edition.objects.listed(now).filter(article_uid=stood).exclude(document=None).defer("document").first()
        if live is None:
            raise Gone(reason=_("The text this statement stood in was taken back."))
        raise Gone(reason=_("The text no longer holds this statement."), see=article_url(live))
