"""What the shapes of the API are made of: chosen fields, addresses, dates, pages; and the shape of an error."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers

from articles.addresses import absolute


def api_address(name: str, *args: Any) -> str:
    """The absolute address of a resource of the API."""
    return absolute(reverse(f"api-{name}", args=args))


class Chosen(serializers.Serializer):
    """A serializer that sends the fields named in ``only`` (all of them if None); a client may leave any out."""

    def __init__(self, *args, only: frozenset[str] | None = None, **kwargs):
        self.only = only
        super().__init__(*args, **kwargs)

    def get_fields(self):
        fields = super().get_fields()
        for one in fields.values():
            one.required = False
        return fields if self.only is None else {name: one for name, one in fields.items() if name in self.only}


class PageAddress(serializers.URLField):
    """The page of a register row, under the site's own language."""

    def __init__(self, **kwargs):
        super().__init__(source="*", help_text="The page for readers.", **kwargs)

    def to_representation(self, value):
        with translation.override(settings.LANGUAGE_CODE):
            return absolute(value.get_absolute_url())


class ApiAddress(serializers.URLField):
    """The address of a row in the API."""

    def __init__(self, view: str, **kwargs):
        self.view = view
        super().__init__(source="*", help_text="The same, in this API.", **kwargs)

    def to_representation(self, value):
        return api_address(self.view, getattr(value, "entity", value).uid)


class PartialDateField(serializers.CharField):
    """A date in EDTF; null where nothing is known."""

    def __init__(self, **kwargs):
        super().__init__(allow_null=True, help_text="EDTF: 2023-05-17, 2023-05, XXXX-05-17; null if open.", **kwargs)

    def to_representation(self, value):
        return str(value) if value else None


class ReferenceField(serializers.CharField):
    """The short name people use on the telephone."""


class FaultSerializer(serializers.Serializer):
    parameter = serializers.CharField()
    code = serializers.CharField(help_text="Stable: unknown-parameter, empty-value, unknown-value, invalid-value...")
    detail = serializers.CharField(help_text="For people, in the language of Accept-Language.")
    did_you_mean = serializers.CharField(required=False)


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457)."""

    type = serializers.URLField(help_text="A page that explains the problem.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    request_id = serializers.CharField(allow_null=True)
    errors = FaultSerializer(many=True, required=False)
    at = serializers.DateTimeField(required=False, help_text="When a text was retracted.")
    note = serializers.CharField(required=False, help_text="Why a text was retracted.")
    replaced_by = serializers.URLField(required=False, allow_null=True, help_text="The text that stands in its place.")


class TotalSerializer(serializers.Serializer):
    """How many rows there are: so many (`eq`), or at least so many (`gte`)."""

    value = serializers.IntegerField(min_value=0)
    relation = serializers.ChoiceField(["eq", "gte"])


class ChoiceSerializer(serializers.Serializer):
    """A value of a filter, and how many texts it would leave."""

    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField(
        min_value=0,
        allow_null=True,
        help_text="Null where the question finds more than 2,000 texts: then the values are those of the newest.",
    )
    selected = serializers.BooleanField()
    url = serializers.URLField()


class FacetSerializer(serializers.Serializer):
    """The values of a filter that most texts have."""

    values = ChoiceSerializer(many=True)
    more = serializers.BooleanField()


@cache
def page_of(serializer: type[serializers.Serializer], *, facets: bool = False) -> type[serializers.Serializer]:
    """The shape of one page of rows; ``facets``: it may have counts by value."""
    counted = {"facets": serializers.DictField(child=FacetSerializer(), required=False)} if facets else {}
    return type(
        serializer.__name__.replace("Serializer", "PageSerializer"),
        (serializers.Serializer,),
        {
            "__doc__": "One page.",
            "results": serializer(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "count": TotalSerializer(required=False),
            **counted,
        },
    )
