"""A name in every language of the site: ``{"az": "Bakı", "ru": "Баку"}`` beside the name in the default language.

One column, so that a list in any language costs no join. Staff fill one box a language.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def languages() -> list[tuple[str, Any]]:
    """The languages of the site but the default one, as ``(code, name)``."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def in_language(name: str, labels: dict[str, str] | None, language: str | None = None) -> str:
    """``name`` as it stands in ``language`` (the active one if not given), or as it is where nobody translated it."""
    code = language or get_language() or settings.LANGUAGE_CODE
    return (labels or {}).get(code) or (labels or {}).get(code.split("-")[0]) or name


class LabelsWidget(forms.MultiWidget):
    """One text box a language, each under the language's name."""

    template_name = "forms/labels.html"
    use_fieldset = True

    def __init__(self, attrs: Any = None):
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.TextInput(attrs={"lang": code, "class": "vTextField"}) for code, _name in languages()
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """The boxes' contents."""
        return [(value or {}).get(code, "") for code, _name in languages()]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The boxes with their languages' names."""
        context = super().get_context(name, value, attrs)
        for box, (_code, language) in zip(context["widget"]["subwidgets"], languages(), strict=True):
            box["language"] = language
        return context


class LabelsFormField(forms.MultiValueField):
    """A name in each of the other languages; an empty box says nothing about that language."""

    widget = LabelsWidget

    def __init__(self, *, max_length: int = 200, **kwargs: Any):
        kwargs["required"] = False
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        boxes = [forms.CharField(required=False, max_length=max_length) for _one in languages()]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, values: list[str]) -> dict[str, str]:
        """``{language: name}`` of the boxes that were filled."""
        pairs = zip(languages(), values or [], strict=False)
        return {code: value.strip() for (code, _name), value in pairs if value and value.strip()}


def validate_labels(value: Any) -> None:
    """Refuse what is not ``{language of the site: text}``."""
    known = dict(settings.LANGUAGES)
    if not isinstance(value, dict):
        raise ValidationError(_("Names in other languages are given as {language: name}."), code="invalid")
    for code, name in value.items():
        if code not in known:
            raise ValidationError(
                _("“%(code)s” is not a language of this site: %(known)s."),
                code="invalid",
                params={"code": code, "known": ", ".join(known)},
            )
        if not isinstance(name, str) or len(name) > 300:
            raise ValidationError(_("The name in “%(code)s” is not a text of at most 300 characters."), code="invalid",
                                  params={"code": code})  # fmt: skip


class LabelsField(models.JSONField):
    """``{language: name}`` for every language but the default one, whose name has a column of its own."""

    description = _("Names in other languages")

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_labels]

    def formfield(self, **kwargs: Any) -> Any:
        """One box a language."""
        return super(models.JSONField, self).formfield(
            **{"form_class": LabelsFormField, "show_hidden_initial": False, **kwargs}
        )
