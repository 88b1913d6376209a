"""Limited texts at the staff's doors: one gate before every page of a text, and the page on which it is limited."""

from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin import ledger
from articles.admin.history import RecordedHistory
from articles.desk import access, reading
from articles.desk.errors import DeskError
from articles.models import Access, Article
from pressoffice.ground.clock import database_now

QUOTING = ("checks", "reading")  # answer scripts with words of the text
WORDLESS = ("access", "ledger", "history")  # pages about a text that show none of its words

# --- The gate ---------------------------------------------------------------------------------------------------------


def gated(patterns):
    """``patterns`` of the article's pages behind the gate: each that names a text asks who may know of it.

    To anybody else it answers as for a text that never was. What was shown of a restricted text is recorded as read;
    the door is the pattern's own name, and a view that shows other revisions than the newest says so in
    ``request.revisions_read``.
    """
    for pattern in patterns:
        if "object_id" in pattern.pattern.converters:
            pattern.callback = _gate(pattern.callback, (pattern.name or "text").removeprefix("articles_article_"))
    return patterns


def _gate(view, door):
    @wraps(view)
    def before(request, *args, object_id, **kwargs):
        user = request.user
        if not admin.site.has_permission(request):
            return view(request, *args, object_id=object_id, **kwargs)  # which leads to the sign-in
        key = str(object_id)
        texts = Article.objects.filter(pk=key if key.isdecimal() and len(key) < 19 else None)
        article = access.visible_to(user, texts).first()
        if article is None:
            raise Http404
        response = view(request, *args, object_id=object_id, **kwargs)
        if door not in WORDLESS and _shows(request, response, door):
            revisions = getattr(request, "revisions_read", None)
            reading.note(article, by=user, door=door, now=database_now(), revisions=revisions)
        return response

    return before


def _shows(request, response, door):
    """Whether the answer holds words of the text; of the answers to scripts those of the panels that quote it."""
    kinds = ("text/", "application/zip", "application/json") if door in QUOTING else ("text/", "application/zip")
    said = response.get("Content-Type", "").startswith(kinds)
    return said and response.status_code in (200, 400, 409, 422) and request.method in ("GET", "POST")


class VisibleRows(admin.ModelAdmin):
    """Rows that may hang on a limited text: lists, pages, history and choosers know only of what the person may."""

    def get_queryset(self, request):
        """Without what would tell of a hidden text."""
        return access.visible_rows(request.user, super().get_queryset(request))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What is not there, or not for this person, is not found."""
        raise Http404


def view_on_site(request, content_type_id, object_id):
    """From the form of a row to its public page: only where the person may see the row at the desk."""
    if not (content_type_id.isascii() and content_type_id.isdigit()):
        raise Http404
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    if model is None or not admin.site.is_registered(model) or not hasattr(model, "get_absolute_url"):
        raise Http404
    model_admin = admin.site.get_model_admin(model)
    row = model_admin.get_object(request, object_id)
    if row is None or not model_admin.has_view_permission(request, row):
        raise Http404
    return HttpResponseRedirect(row.get_absolute_url())


# --- Deleting ---------------------------------------------------------------------------------------------------------


class DiscreetDeletion(admin.ModelAdmin):
    """The question whether to delete a row does not tell of hidden texts that name it; deleting is refused anyhow."""

    def get_deleted_objects(self, objs, request):
        """As Django's own, of what the person may know of."""
        return deleted_objects(objs, request, self.admin_site)

    def delete_view(self, request, object_id, extra_context=None):
        """The confirmation, and the deletion."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, RestrictedError):
            self.message_user(request, _("It is in use, so it cannot be deleted."), messages.ERROR)
            back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            return HttpResponseRedirect(back)

    def changelist_view(self, request, extra_context=None):
        """The list, and what is done to rows selected in it."""
        try:
            return super().changelist_view(request, extra_context)
        except (ProtectedError, RestrictedError):
            self.message_user(request, _("One of them is in use, so none was deleted."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


class AccountRows(DiscreetDeletion, RecordedHistory):
    """Accounts and groups: what a change of one means for limited texts is told at once."""

    def response_change(self, request, obj):
        """As always, with a warning of each text that nobody may approve any more."""
        for text in access.locked():
            if access.may_see(request.user, text):
                said = _("Nobody who sees PR-%(reference)s may approve it now. Open it to somebody else.")
                self.message_user(request, said % {"reference": text.reference}, messages.WARNING)
        return super().response_change(request, obj)


class _Known(NestedObjects):
    """What goes with a row that is deleted, as far as a person may know of it."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def related_objects(self, related_model, related_fields, objs):
        return access.visible_rows(self.user, super().related_objects(related_model, related_fields, objs))


def deleted_objects(objs, request, admin_site):
    """What ``ModelAdmin.get_deleted_objects`` returns, without rows of hidden texts."""
    objs = list(objs)
    if not objs:
        return [], {}, set(), []
    collected = _Known(using=router.db_for_write(type(objs[0])), origin=objs, user=request.user)
    collected.collect(objs)
    not_allowed = set()

    def line(row):
        opts, kind = row._meta, capfirst(row._meta.verbose_name)
        if not admin_site.is_registered(type(row)):
            return f"{kind}: {row}"
        if not admin_site.get_model_admin(type(row)).has_delete_permission(request, row):
            not_allowed.add(opts.verbose_name)
        try:
            address = reverse(f"{admin_site.name}:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
        except NoReverseMatch:
            return f"{kind}: {row}"
        return format_html('{}: <a href="{}">{}</a>', kind, address, row)

    counts = {model._meta.verbose_name_plural: len(rows) for model, rows in collected.model_objs.items()}
    return collected.nested(line), counts, not_allowed, [line(row) for row in collected.protected]


# --- Limiting ---------------------------------------------------------------------------------------------------------


class AccessForm(forms.Form):
    """Who may know of a text."""

    limited = forms.BooleanField(
        label=gettext_lazy("Limited access"),
        required=False,
        help_text=gettext_lazy(
            "To everybody not named here the text does not exist at the desk, in any language. Its authors, its"
            " assignee and whoever is asked to review it always see it. Once an edition is public, it is public."
        ),
    )
    users = forms.ModelMultipleChoiceField(
        get_user_model().objects.none(),
        label=gettext_lazy("People who see it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Groups that see it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, article, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = (
            get_user_model().objects.filter(is_active=True, is_staff=True).order_by("username")
        )
        rows = list(Access.objects.filter(article=article))
        self.initial = {
            "limited": article.limited,
            "users": [row.user_id for row in rows if row.user_id],
            "groups": [row.group_id for row in rows if row.group_id],
        }


class AccessView(View):
    """Who may know of a text: see it, and change it with the right to."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        self.may_limit = request.user.has_perm("articles.limit_article")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        return self._page(request, AccessForm(article=self.article))

    def post(self, request):
        """Limit it, open it, or say to whom it is open."""
        if not self.may_limit:
            raise PermissionDenied
        form = AccessForm(request.POST, article=self.article)
        if not form.is_valid():
            return self._page(request, form, status=400)
        said = form.cleaned_data
        try:
            access.limit(
                self.article,
                said["limited"],
                users=said["users"],
                groups=said["groups"],
                by=request.user,
                now=database_now(),
            )
        except DeskError as refused:
            form.add_error(None, str(refused))
            return self._page(request, form, status=409)
        told = _("Access to the text is limited.") if said["limited"] else _("The text is open to the whole desk.")
        messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[self.article.pk]))

    def _page(self, request, form, status=200):
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Who sees this text"),
            "opts": self.model_admin.opts,
            "original": self.article,
            "form": form,
            "may_limit": self.may_limit,
            "seen_by": access.who_may_see(self.article),
            "locked": _is_locked(self.article),
            "versions": access.visible_to(request.user, Article.objects.filter(work=self.article.work)).count(),
        }
        return TemplateResponse(request, "admin/records/access.html", context, status=status)


def _is_locked(article):
    return article.limited and not access.who_may_approve(article).exists()


def panel(request, article):
    """Beside the form: whether the text is limited and to whom, the way to change it, and to who read it."""
    may_limit, may_read = request.user.has_perm("articles.limit_article"), ledger.may_read(request.user)
    if not (article.limited or may_limit or may_read):
        return None
    return "admin/records/access_panel.html", {
        "rows": Access.objects.filter(article=article).select_related("user", "group") if article.limited else [],
        "locked": _is_locked(article),
        "may_limit": may_limit,
        "access_url": reverse("admin:articles_article_access", args=[article.pk]),
        "ledger_url": reverse("admin:articles_article_ledger", args=[article.pk]) if may_read else "",
    }


def urls(site):
    """The site's own door from rows to public pages."""
    return [
        path("r/<path:content_type_id>/<path:object_id>/", site.admin_view(view_on_site), name="view_on_site"),
    ]
