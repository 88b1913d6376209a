"""Preview of a text at the desk, and the links by which others see it beforehand."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from articles.addresses import absolute
from articles.desk import previewing
from articles.desk.access import visible_to
from articles.desk.errors import DeskError
from articles.models import Article
from articles.models.preview import PreviewLink
from articles.preview import PreviewLists, PreviewPage
from pressoffice.ground.clock import database_now

LASTS = {4: _("4 hours"), 24: _("1 day"), 48: _("2 days"), 168: _("7 days"), 336: _("14 days")}
ENDS = {
    "revoked": _("revoked"),
    "expired": _("expired"),
    "erased": _("ended: the words were erased"),
    "discarded": _("ended: the text was discarded"),
    "maker": _("ended: whoever made it may no longer see the text"),
    "released": _("ended: the text is public"),
}
VIEWS_SHOWN = 20


class LinkForm(forms.Form):
    """For whom a link is, and for how long."""

    recipient = forms.CharField(
        label=_("For whom"), max_length=120, help_text=_("A name or an office. It stands on the page they see.")
    )
    hours = forms.TypedChoiceField(label=_("Good for"), choices=list(LASTS.items()), coerce=int, initial=48)


class OfText(View):
    """A view of one text that whoever is signed in may know of and look at."""

    model_admin = None

    def article(self, object_id):
        """The text; Http404 where there is none for this person."""
        article = visible_to(self.request.user, Article.objects.filter(pk=object_id)).first()
        if article is None or not self.model_admin.has_view_permission(self.request, article):
            raise Http404
        return article

    def may_share(self):
        """Whether the person may make and revoke links."""
        user = self.request.user
        return user.has_perm("articles.change_article") or user.has_perm("articles.approve_article")


class PreviewView(OfText):
    """The text as the public will see it: its page, or with ``?show=lists`` what lists, search and feeds show."""

    http_method_names = ["get", "head"]

    def get(self, request, object_id):
        """The newest revision."""
        article = self.article(object_id)
        revision = previewing.newest_revision(article)
        if revision is None:
            messages.info(request, gettext("There is nothing to preview yet: save the text first."))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        revision.article = article
        page = PreviewLists if request.GET.get("show") == "lists" else PreviewPage
        versions = visible_to(request.user, Article.objects.filter(work=article.work)).order_by("language")
        return page().of(
            request,
            previewing.draft_edition(revision, request.now),
            article=article,
            revision=revision,
            lists=page is PreviewLists,
            versions=list(versions),
        )


class PreviewLinksView(OfText):
    """The links to a text: who made which for whom, who looked; POST makes one, or revokes one."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, object_id):
        return self.page(self.article(object_id), LinkForm())

    def post(self, request, object_id):
        """Make a link, whose address is shown this once, or end one."""
        article = self.article(object_id)
        try:
            if "revoke" in request.POST:
                return self.revoke(article, request.POST["revoke"])
            form = LinkForm(request.POST)
            if not form.is_valid():
                return self.page(article, form, status=400)
            link, secret = previewing.make_link(article, by=request.user, now=database_now(), **form.cleaned_data)
        except DeskError as refused:
            messages.error(request, str(refused))
            return self.page(article, LinkForm(), status=409)
        return self.page(article, LinkForm(), made=link, address=absolute(reverse("preview-enter", args=[secret])))

    def revoke(self, article, uid):
        link = PreviewLink.objects.filter(uid=_as_uuid(uid), revision__article=article).first()
        if link is None:
            raise Http404
        previewing.revoke(link, by=self.request.user, now=database_now())
        messages.success(self.request, gettext("The link opens nothing any more."))
        return HttpResponseRedirect(self.request.path)

    def page(self, article, form, status=200, **made):
        """All links, newest first, with the last views of each."""
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": gettext("Preview links"),
            "opts": self.model_admin.opts,
            "original": article,
            "form": form if self.may_share() else None,
            "links": links_of(article, self.request.now),
            **made,
        }
        return TemplateResponse(self.request, "admin/articles/article/preview_links.html", context, status=status)


def links_of(article, now):
    """The links to any revision of a text, newest first: ``{link, ended, views, older}``."""
    newest = article.revisions.order_by("-number").values_list("number", flat=True).first()
    links = PreviewLink.objects.filter(revision__article=article)
    links = links.select_related("revision__article", "made_by", "revoked_by").prefetch_related("views")
    return [
        {
            "link": link,
            "ended": ENDS.get(previewing.ended_because(link, now), ""),
            "views": list(link.views.all())[:VIEWS_SHOWN],
            "older": link.revision.number < newest,
        }
        for link in links
    ]


def _as_uuid(said):
    try:
        return forms.UUIDField().clean(said)
    except forms.ValidationError as wrong:
        raise Http404 from wrong


def panel(request, article):
    """Beside the form: the preview, and the links that are not over yet."""
    if not article.revisions.filter(redacted_at=None).exists():
        return None
    links = PreviewLink.objects.filter(revision__article=article, revoked_at=None, expires_at__gt=request.now)
    context = {"preview_links": list(links.annotate(looks=Count("views")))}
    return "admin/articles/article/preview_panel.html", context
