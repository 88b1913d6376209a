"""The form of a text: its words, and what it was filled over."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.form_values import as_query, write_opened
from articles.blocks import clean
from articles.models import Article


class ArticleForm(forms.ModelForm):
    """The words of a text.

    ``version`` says which state of it the form was filled over, ``opened`` what stood in it then; ``token`` names a
    text that has no row yet. ``named`` are people, organisations and events chosen while typing: see ``naming``.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.RegexField(r"^[\w-]{8,32}$", widget=forms.HiddenInput, required=False)
    named = forms.Field(widget=forms.MultipleHiddenInput, required=False)

    restored = None  # what somebody typed and did not save, to begin with: ``{name: [values]}``

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        if self.is_bound:
            return
        if not self.instance.pk:
            self.initial["token"] = secrets.token_urlsafe(12)
        if self.restored:
            self.initial["opened"] = type(self).__base__(instance=self.instance).initial["opened"]
            self._restore(as_query(self.restored))
        else:
            self.initial["opened"] = write_opened(self, self.instance)

    def _restore(self, typed):
        for name, field in self.fields.items():
            if name in typed and name not in ("version", "opened"):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

    def _get_validation_exclusions(self):
        """A slug that is taken is no error: saving gives the text its own reference."""
        return super()._get_validation_exclusions() | {"slug"}

    def clean_body(self):
        """The body in the markup of the house, whatever it was pasted from."""
        return clean(self.cleaned_data["body"])

    def clean_language(self):
        """One text of a work per language."""
        language = self.cleaned_data["language"]
        others = Article.objects.filter(work=self.instance.work, language=language).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a version of this text in that language already."))
        return language
