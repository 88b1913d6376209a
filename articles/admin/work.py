"""The panel “Work” beside a text: who has it in hand, by when, how urgent. It is no part of the text."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import OfficeHourField, office_time
from articles.desk import assigning
from articles.desk.colleagues import name_of
from articles.desk.errors import DeskError, StaleError
from articles.models.vocabulary import Priority
from pressoffice.ground.clock import database_now


class PersonField(forms.ModelChoiceField):
    """A member of staff, by name."""

    def label_from_instance(self, obj):
        return name_of(obj)


class WorkForm(forms.Form):
    """Assignee, hour and priority; ``over`` says what they were when the form was shown."""

    assignee = PersonField(
        get_user_model().objects.none(), label=gettext_lazy("In whose hands"), required=False,
        empty_label=gettext_lazy("nobody’s"),
    )  # fmt: skip
    due_at = OfficeHourField(label=gettext_lazy("Due"), required=False)
    priority = forms.TypedChoiceField(label=gettext_lazy("Priority"), choices=Priority, coerce=int)
    over = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, article, **kwargs):
        super().__init__(*args, auto_id="id_work_%s", **kwargs)
        users = get_user_model().objects.order_by("username")
        keys = {user.pk for user in assigning.can_be_assigned(article)} | {article.assignee_id}
        self.fields["assignee"].queryset = users.filter(pk__in=keys)
        key, due, priority = assigning.state_of(article)
        stands = [key, due.isoformat() if due else None, priority]
        self.initial = {"assignee": key, "due_at": article.due_at, "priority": priority, "over": signing.dumps(stands)}

    def clean_over(self):
        """The state the form was filled over."""
        try:
            key, due, priority = signing.loads(self.cleaned_data["over"])
        except (signing.BadSignature, ValueError) as error:
            raise forms.ValidationError(_("Open the text again.")) from error
        return key, parse_datetime(due) if due else None, priority

    def clean(self):
        """Seconds, which the field does not show, are kept where the hour was not touched."""
        cleaned = super().clean()
        due, over = cleaned.get("due_at"), cleaned.get("over")
        if due and over and over[1] and over[1].replace(second=0, microsecond=0) == due:
            cleaned["due_at"] = over[1]
        return cleaned


def panel(request, article):
    """Who has the text in hand, and a form for who may say so."""
    if not request.user.has_perm("articles.view_article"):
        return None
    may = assigning.may_assign(request.user)
    return "admin/articles/article/work.html", {
        "work_form": WorkForm(article=article) if may else None,
        "work_url": reverse("admin:articles_article_work", args=[article.pk]),
        "work_assignee": name_of(article.assignee) if article.assignee else "",
        "work_due": office_time(article.due_at) if article.due_at else "",
        "work_overdue": assigning.is_overdue(article, request.now),
        "work_priority": article.get_priority_display(),
    }


class WorkView(View):
    """Say who has a text in hand, by POST, whatever its status."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Set the three, and go back to the text."""
        article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        form = WorkForm(request.POST, article=article)
        if form.is_valid():
            self._assign(request, article, form.cleaned_data)
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, fault)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]) + "#work")

    def _assign(self, request, article, said):
        try:
            changed = assigning.assign(article, by=request.user, now=database_now(), **said)
        except StaleError:
            messages.error(request, _("Somebody changed that after you opened the text. Look at it again first."))
        except DeskError as refused:
            messages.error(request, str(refused))
        else:
            if changed:
                messages.success(request, _("Who has the text in hand is written down."))
