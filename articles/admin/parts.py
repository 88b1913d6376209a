"""The parts of a text in its form: statements, mentions, citations, links to events."""

from uuid import UUID

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.blocks import blocks, locate
from articles.models.parts import PARTS, Citation, EventLink, Mention, Statement


class PartInline(admin.StackedInline):
    """Parts of the working copy. Editors give the exact words; where they stand in the text is found on save."""

    fk_name = "article"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    extra = 0
    readonly_fields = ["place_in_text"]
    classes = ["collapse"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field; words as printed get a small box."""
        if db_field.name == "words":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 60})
            kwargs["help_text"] = _("Exactly as they stand in the text.")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        """The formset; the paragraphs of the text are counted once for all rows."""
        self.paragraphs = {block.id: n for n, block in enumerate(blocks(obj.body), start=1)} if obj else {}
        return super().get_formset(request, obj, **kwargs)

    @admin.display(description=_("place"))
    def place_in_text(self, part):
        """The paragraph the words stand in."""
        if part.block in self.paragraphs:
            return _("paragraph %(number)s") % {"number": self.paragraphs[part.block]}
        return _("not in the text") if part.words else _("no words given")


class StatementInline(PartInline):
    model = Statement
    fields = ["words", ("verb", "form", "voice"), ("speaker_words", "place_in_text")]


class MentionForm(forms.ModelForm):
    """A mention; as speaker or addressee it names one statement of the same text."""

    statement_uid = forms.TypedChoiceField(
        label=_("statement"),
        required=False,
        coerce=lambda said: UUID(str(said)),  # a form compares what was said with the UUID it began with
        empty_value=None,
        help_text=_("For a speaker or an addressee. A new statement is listed here once it is saved."),
    )

    def clean(self):
        """Somebody or something must be named, a speaker speaks in a statement; a position typed here is chosen."""
        cleaned = super().clean()
        if "position" in self.changed_data:
            self.instance.looked_up = False
        spoken = cleaned.get("relation") in (Mention.Relation.SPEAKER, Mention.Relation.ADDRESSEE)
        if spoken and not cleaned.get("statement_uid") and "statement_uid" not in self.errors:
            self.add_error("statement_uid", _("Say in which statement."))
        if not any(cleaned.get(name) for name in ("person", "organisation", "place", "words")):
            self.add_error(None, _("Name a person, an organisation or a place."))
        return cleaned


class MentionInline(PartInline):
    model = Mention
    autocomplete_fields = ["person", "organisation", "place", "position"]
    verbose_name_plural = _("mentions, speakers and addressees")
    fields = [
        ("relation", "statement_uid"),
        ("person", "organisation", "place"),
        ("role", "position"),
        ("words", "place_in_text"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation", "place", "position__organisation")

    def get_formset(self, request, obj=None, **kwargs):
        """The formset; the choice of statements is those of this text."""
        statements = obj.statements.values_list("uid", "words", "verb") if obj else []
        choices = [(str(uid), Truncator(words or verb).chars(60)) for uid, words, verb in statements]

        class OfThisText(MentionForm):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.fields["statement_uid"].choices = [("", "---------"), *choices]

        return super().get_formset(request, obj, form=OfThisText, **kwargs)


class CitationInline(PartInline):
    model = Citation
    autocomplete_fields = ["source"]
    verbose_name_plural = _("sources")
    fields = [("source", "role", "verb"), "url", ("words", "place_in_text")]


class EventLinkInline(PartInline):
    model = EventLink
    autocomplete_fields = ["event"]
    verbose_name_plural = _("events")
    fields = [("event", "relation"), ("words", "place_in_text")]


INLINES = [StatementInline, MentionInline, CitationInline, EventLinkInline]


def put_in_order(article, formsets, made=()):
    """Give every part that was just added (in ``formsets``, or ``made``) its place: the order of the text."""
    index = {block.id: n for n, block in enumerate(blocks(article.body))}
    text = {block.id: block.text for block in blocks(article.body)}
    added = [*made, *(part for formset in formsets for part in getattr(formset, "new_objects", ()))]
    new = {(type(part), part.pk) for part in added}
    for model in PARTS:
        fresh = [part for part in model.objects.filter(article=article) if (model, part.pk) in new]
        if not fresh:
            continue
        ordered = [part for part in model.objects.filter(article=article) if (model, part.pk) not in new]
        for part in fresh:
            _find(part, text)
            here = _place(part, index)
            before = next((n for n, other in enumerate(ordered) if _place(other, index) > here), len(ordered))
            ordered.insert(before, part)
        for order, part in enumerate(ordered):
            model.objects.filter(pk=part.pk).exclude(order=order).update(order=order)


def _find(part, text):
    for block_id, words in text.items():
        place = locate(part.words, words)
        if place:
            part.block, (part.start, part.end) = block_id, place
            part.save()
            return


def _place(part, index):
    return index.get(part.block, len(index)), part.start
