"""While somebody writes: what they type is kept every few seconds, and each sees who else is at the text."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views import View

from articles.admin.conflict import conflict_page, differences, pairs_of
from articles.admin.form_values import APART, as_query, over, values_of_page
from articles.admin.life import office_zone
from articles.blocks import plain, word_count
from articles.desk.access import may_see
from articles.desk.colleagues import name_of
from articles.desk.paragraphs import Changed
from articles.desk.writing import (
    WritingError,
    be_at,
    begun_by,
    forget_typing,
    keep,
    leave,
    others_at,
    typed_by,
)
from articles.diff import words_html
from articles.markup import has_pictures
from pressoffice.ground.clock import database_now

_LEFT_OUT = {"csrfmiddlewaretoken", "version", "token", "typing", "leave", "gone", "_save", "_merge", "_place"}
_STATUS = {"too-often": 429, "too-much": 413}


def clock_time(instant):
    """The time of day by the office's clock: ``12:03``; with the day where it is not today."""
    local, today = timezone.localtime(instant, office_zone()), timezone.localtime(database_now(), office_zone())
    return formats.date_format(local, "H:i" if local.date() == today.date() else "j M Y, H:i")


def article_of(model_admin, request, object_id):
    """The text, for somebody who may read it; 404 for whoever may not know of it."""
    article = model_admin.get_object(request, str(object_id))
    if article is None or not may_see(request.user, article):
        raise Http404
    if not model_admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    return article


class KeepView(View):
    """``POST``: keep what was typed and tell who else is here. ``GET``: a token for a page left open over a sign-in.

    403 with a sentence where the person may not change the text (any more), 413 and 429 where it is too much or too
    often. A text saved by others meanwhile is no refusal: what was typed is kept, and ``stale`` says who saved.
    """

    model_admin = None
    http_method_names = ["get", "post"]

    def get(self, request, object_id=None):
        """The token that a form of this session needs."""
        return JsonResponse({"csrf": get_token(request)})

    def post(self, request, object_id=None):
        """Keep, be here or leave."""
        article = article_of(self.model_admin, request, object_id) if object_id else None
        if article and "leave" in request.POST:
            leave(article, request.user)
        if article and not self.model_admin.has_change_permission(request, article):
            leave(article, request.user)
            said = _("This text is “%(status)s” now and cannot be changed. Your typing stays on this page.")
            return JsonResponse({"said": said % {"status": article.get_status_display()}}, status=403)
        if not article and not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        now = database_now()
        answer = {"kept": ""}
        if "typing" in request.POST:
            try:
                self._keep(request, article, now)
            except WritingError as refused:
                return JsonResponse({"said": str(refused)}, status=_STATUS[refused.code])
            answer["kept"] = clock_time(now)
        if article and "leave" not in request.POST:
            be_at(article, request.user, typing="typing" in request.POST, now=now)
            answer |= {"others": others(article, request.user, now), "stale": saved_since(article, request)}
        return JsonResponse(answer)

    def _keep(self, request, article, now):
        values = {name: request.POST.getlist(name) for name in request.POST if name not in _LEFT_OUT}
        values |= {name: [] for name in request.POST.getlist("gone")[:50]}  # a box unticked, every choice taken back
        version, token = request.POST.get("version", ""), request.POST.get("token", "")
        if article is None and not (8 <= len(token) <= 32 and token.replace("-", "").replace("_", "").isalnum()):
            raise PermissionDenied
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        keep(request.user, article, token=token, values=values, version=number, now=now)


def others(article, user, now):
    """Who else is here, each in words."""
    return [
        (_("%(name)s is typing") if typing else _("%(name)s is here")) % {"name": name_of(person)}
        for person, typing in others_at(article, user, now)
    ]


def saved_since(article, request):
    """Who saved the text since the form was filled, in words; empty where nobody did."""
    if request.POST.get("version") == str(article.version):
        return ""
    last = article.revisions.select_related("by").order_by("-number").first()
    said = {"name": name_of(last.by) if last and last.by else _("Somebody"), "time": clock_time(article.updated_at)}
    return _("%(name)s saved this text at %(time)s. When you save, you choose what of both stays.") % said


class TypedView(View):
    """What somebody typed and did not save: thrown away, or compared with what stands now."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id=None):
        """Throw away, or compare."""
        article = article_of(self.model_admin, request, object_id) if object_id else None
        token = request.POST.get("token", "")
        buffer = typed_by(request.user, article, token)
        if request.POST.get("do") == "compare" and article and buffer:
            values = over(values_of_page(self.model_admin, request, article), buffer.values)
            return conflict_page(self.model_admin, request, article, as_query(values))
        if buffer:
            forget_typing(request.user, article, token)
            messages.success(request, _("What was typed and not saved is thrown away."))
        if article:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return HttpResponseRedirect(reverse("admin:articles_article_add"))


# --- What the form shows ----------------------------------------------------------------------------------------------


def to_restore(request, article):
    """The values ``?restore`` asks the form to begin with; None where there are none, or others saved since."""
    asked = request.GET.get("restore")
    if request.method != "GET" or not asked:
        return None
    buffer = typed_by(request.user, article, "" if article else asked)
    if buffer is None or (article and buffer.version != article.version):
        return None
    return buffer.values | ({} if article else {"token": [asked]})


def unsaved(model_admin, request, article):
    """What the page says of typing that was not saved: None, or when it was, how it differs, and what can be done."""
    buffer = typed_by(request.user, article)
    if buffer is None:
        return None
    said = {"at": clock_time(buffer.at), "restored": bool(getattr(request, "restored", None))}
    if said["restored"]:
        return said
    stands = values_of_page(model_admin, request, article)
    data = as_query(over(stands, buffer.values))
    fields = differences(model_admin, request, article, data)
    paragraphs = [pair for pair in pairs_of(article, data) if pair.changed != Changed.NOBODY]
    parts = tuple(name.removesuffix("TOTAL_FORMS") for name in buffer.values if name.endswith("-TOTAL_FORMS"))
    rows = any(
        said != stands.get(name, [""])
        for name, said in buffer.values.items()
        if parts and name.startswith(parts) and not name.endswith("_FORMS")
    )
    if not (fields or paragraphs or rows):
        forget_typing(request.user, article)
        return None
    may_restore = model_admin.has_change_permission(request, article) and buffer.version == article.version
    before = "".join(pair.theirs.html for pair in paragraphs if pair.theirs)
    after = "".join(pair.mine.html for pair in paragraphs if pair.mine)
    return said | {
        "fields": fields,
        "diff": words_html(before, after) if paragraphs else "",
        "rows": rows,
        "may_restore": may_restore,
        "stale": buffer.version != article.version,
    }


def begun(request):
    """The new texts the person began and did not save, in words."""
    found = []
    for buffer in begun_by(request.user):
        headline, body = ("".join(buffer.values.get(name, ())) for name in ("headline", "body"))
        words = headline or plain(body)
        found.append({"token": buffer.token, "at": clock_time(buffer.at), "words": words[:120]})
    return found


def writing(model_admin, request, article, form):
    """What the page of a text needs while somebody writes it: addresses, who else is here, what was not saved."""
    opened = "body" in form.fields
    found = {
        "may": opened,
        "words": word_count((form["body"].value() or "") if opened else article.body),
        "names": reverse("admin:articles_article_names"),
        "restored": [name for name in getattr(request, "restored", None) or {} if name not in APART],
        "all_typed": form.is_bound,
    }
    if article is None:
        return found | {
            "keep": reverse("admin:articles_article_keep_new"),
            "typed": reverse("admin:articles_article_typed_new"),
            "begun": [] if request.method == "POST" or found["restored"] else begun(request),
        }
    return found | {
        "keep": reverse("admin:articles_article_keep", args=[article.pk]),
        "typed": reverse("admin:articles_article_typed", args=[article.pk]),
        "saved": clock_time(article.updated_at),
        "others": others(article, request.user, database_now()),
        "unsaved": unsaved(model_admin, request, article) if request.method == "GET" else None,
    }


def place(request):
    """Where in the form the person was when they saved, as the end of the address; empty where nobody says."""
    said = request.POST.get("_place", "")
    return f"#at={said}" if re.fullmatch(r"[\w-]{0,60}:\d{1,6}(?::\d{1,7})?", said) else ""


def saved(request, article, *, token=""):
    """Drop what the person typed in a text that is saved now; tell what of it was left out."""
    forget_typing(request.user, article)
    if token:
        forget_typing(request.user, None, token)
    if has_pictures(request.POST.get("body", "")):
        messages.warning(request, _("Pictures that were pasted are left out: a text has none in its words."))
