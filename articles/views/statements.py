"""The ledger of statements: who said what, when, in which text."""

from django.http import Http404
from django.utils.translation import gettext as _

from articles.addresses import article_url
from articles.filters import StatementFilter
from articles.models.edition import Edition
from articles.models.parts import Statement
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

    def rows(self, results):
        pages = doors(self.request.now, [document_of(row.edition) for row in results], speakers_only=True)
        return statement_rows(results, pages)


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
        return super().get_context_data(statement=statement, edition=row.edition, **kwargs)

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
