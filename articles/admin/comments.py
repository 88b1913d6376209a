"""Comments on a text: the panel beside its form, and a page with the paragraphs and what is said about each."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import office_time
from articles.blocks import blocks, clean
from articles.desk import comments
from articles.desk.colleagues import name_of
from articles.desk.errors import DeskError
from articles.models import Comment
from pressoffice.ground.clock import database_now

SHOWN = 60  # characters by which a paragraph is known in the list to choose from


class ParagraphSelect(forms.Select):
    """Paragraphs to choose from; each says how its text begins, by which a script knows it in the editor."""

    starts: dict[str, str] = {}

    def create_option(self, name, value, *args, **kwargs):
        """The option, with the beginning of its paragraph."""
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-start"] = self.starts.get(value, "")
        return option


class CommentForm(forms.Form):
    """What is said, about which paragraph, about which of its words."""

    block = forms.ChoiceField(label=gettext_lazy("Paragraph"), required=False, widget=ParagraphSelect)
    words = forms.CharField(
        label=gettext_lazy("Words it is about, if not the whole paragraph"), required=False, max_length=2000
    )
    body = forms.CharField(
        label=gettext_lazy("Comment"), max_length=comments.LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, paragraphs, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(block.id, f"{n}: {Truncator(block.text).chars(SHOWN)}") for n, block in enumerate(paragraphs, 1)]
        self.fields["block"].choices = [("", _("The whole text")), *named]
        self.fields["block"].widget.starts = {block.id: block.text[:SHOWN] for block in paragraphs}


class AnswerForm(forms.Form):
    """An answer in a thread."""

    body = forms.CharField(
        label=gettext_lazy("Answer"), max_length=comments.LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


def panel(request, article):
    """The threads on the text, open ones first asked for, and a form for a new one."""
    if not request.user.has_perm("articles.view_article"):
        return None
    return "admin/comments/panel.html", _shown(request, article)


def _shown(request, article, form=None, said=""):
    """What panel and page show. ``?comments=all`` shows resolved threads too."""
    paragraphs = [block for block in blocks(article.body) if block.text]
    found = comments.threads(article)
    everything = request.GET.get("comments") == "all"
    numbers = {block.id: n for n, block in enumerate(paragraphs, 1)}
    for thread in found:
        thread.number = numbers.get(thread.block.id) if thread.block else None
        thread.resolved = thread.comment.resolved_at is not None
        thread.answer_form = AnswerForm(auto_id=f"id_answer_{thread.comment.pk}_%s")
        for comment in (thread.comment, *thread.answers):
            comment.who, comment.when = name_of(comment.by), office_time(comment.at)
        thread.resolved_by = name_of(thread.comment.resolved_by) if thread.resolved else ""
    return {
        "original": article,
        "threads": [thread for thread in found if everything or not thread.resolved],
        "open_threads": sum(not thread.resolved for thread in found),
        "resolved_threads": sum(thread.resolved for thread in found),
        "everything": everything,
        "paragraphs": paragraphs,
        "comment_form": form or CommentForm(paragraphs=paragraphs, auto_id="id_comment_%s"),
        "comments_url": reverse("admin:articles_article_comments", args=[article.pk]),
        "said": said,
    }


class CommentsView(View):
    """The text with its comments between the paragraphs; writing, answering, resolving by POST, with or without script.

    A script asks for the panel alone (``X-Requested-With: fetch``), so that nothing typed into the text is lost.
    """

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        if self._by_script:
            return self._panel(_shown(request, self.article))
        return self._page(_shown(request, self.article))

    def post(self, request):
        """One act; the answer is the place where the comment stands."""
        act = {"write": self._write, "answer": self._answer, "resolve": self._resolve, "reopen": self._reopen}
        do = act.get(request.POST.get("act", ""))
        if do is None:
            return HttpResponse(status=400)
        try:
            form, comment, said = do(database_now())
        except DeskError as refused:
            form, comment, said = None, None, str(refused)
        if comment is None:
            shown = _shown(request, self.article, form, said)
            return self._panel(shown, 400) if self._by_script else self._page(shown, 400)
        if self._by_script:
            return self._panel(_shown(request, self.article, said=said))
        messages.success(request, said)
        back = request.POST.get("back")
        page = "articles_article_change" if back == "form" else "articles_article_comments"
        address = reverse(f"admin:{page}", args=[self.article.pk])
        return HttpResponseRedirect(f"{address}#comment-{(comment.parent or comment).pk}")

    def _write(self, now):
        paragraphs = [block for block in blocks(self.article.body) if block.text]
        form = CommentForm(self.request.POST, paragraphs=paragraphs, auto_id="id_comment_%s")
        if not form.is_valid():
            return form, None, self._faults(form)
        said = {name: form.cleaned_data[name] for name in ("block", "words")}
        comment = comments.write(self.article, form.cleaned_data["body"], by=self.request.user, now=now, **said)
        return None, comment, _("The comment is written.")

    def _answer(self, now):
        form = AnswerForm(self.request.POST)
        parent = self._thread()
        if not form.is_valid():
            return None, None, self._faults(form)
        said = form.cleaned_data["body"]
        return (
            None,
            comments.write(self.article, said, by=self.request.user, now=now, parent=parent),
            _("The answer is written."),
        )

    def _resolve(self, now):
        thread = self._thread()
        comments.resolve(thread, by=self.request.user, now=now)
        return None, thread, _("The comment is resolved.")

    def _reopen(self, now):
        thread = self._thread()
        comments.reopen(thread, by=self.request.user, now=now)
        return None, thread, _("The comment is open again.")

    def _thread(self):
        key = self.request.POST.get("comment", "")
        rows = Comment.objects.select_related("article", "parent")
        return get_object_or_404(rows, article=self.article, pk=key if key.isdecimal() and len(key) < 19 else None)

    @staticmethod
    def _faults(form):
        return " ".join(fault for faults in form.errors.values() for fault in faults)

    @property
    def _by_script(self):
        return self.request.headers.get("X-Requested-With") == "fetch"

    def _panel(self, shown, status=200):
        return HttpResponse(render_to_string("admin/comments/panel.html", shown, self.request), status=status)

    def _page(self, shown, status=200):
        if shown["said"]:
            messages.error(self.request, shown["said"])
        by_block = {}
        for thread in shown["threads"]:
            by_block.setdefault(thread.block.id if thread.block else "", []).append(thread)
        rows = [
            {
                "block": block,
                "number": n,
                "html": mark_safe(clean(block.html)),
                "threads": by_block.get(block.id, []),
                "form": CommentForm(paragraphs=[block], initial={"block": block.id}, auto_id=f"id_{block.id}_%s"),
            }
            for n, block in enumerate(shown["paragraphs"], 1)
        ]
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            **shown,
            "said": "",
            "title": _("Comments"),
            "opts": self.model_admin.opts,
            "rows": rows,
            "elsewhere": by_block.get("", []),
        }
        return TemplateResponse(self.request, "admin/comments/page.html", context, status=status)
