"""The three sheets: which columns people, organisations and positions have."""

from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from import_export import resources

from articles.admin.exchange.columns import (
    Cell,
    Choice,
    Column,
    Country,
    Day,
    Identifiers,
    Instant,
    Names,
    RowNamed,
    RowsNamed,
    Uid,
    YesNo,
    label_columns,
)
from articles.admin.exchange.directory import Directory, told
from people.models import Organisation, OrganisationIdentifier, Person, PersonIdentifier, Position
from pressoffice.ground.clock import database_now

_DATE = _("A date as 2023-05-17, 2023-05, 2023 or XXXX-05-17.")
_ROW = _("A name; where several have it, with the reference: Georgia [7KQM3X].")
_NAMES = _("Several with a semicolon between them: Ceyhun Bayramov [az]; Джейхун Байрамов [ru]; Old Name [former].")
_IDENTIFIERS = _("Several with a semicolon between them: wikidata:Q42; viaf:113230702.")
_UID = _("As exported; empty for a new row.")
_REFERENCE = _("To look at: it is not changed.")


class RegisterSheet(resources.Resource):
    """A register as a sheet. ``main`` is the column that names a row; ``ordered`` are two dates, the earlier first."""

    model = None
    main = "name"
    ordered = ()

    class Meta:
        chunk_size = 1_000

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = {column.column_name: column for column in self.columns()}

    def get_export_order(self):
        return list(self.fields)

    get_import_order = get_export_order

    def iter_queryset(self, queryset):
        return queryset.iterator(chunk_size=self._meta.chunk_size)

    def columns(self):
        """The columns, in the order of the sheet."""
        raise NotImplementedError

    def loaded(self, queryset):
        """``queryset`` with everything the columns need."""
        raise NotImplementedError

    def rows_by_uid(self, uids):
        """``{uid: row}`` of the rows of the register known outside by these, as they stand."""
        return {row.uid: row for row in self.loaded(self.model.objects.filter(uid__in=uids))}

    def current(self, queryset):
        """The rows of ``queryset`` that are exported: merged ones stand for nothing."""
        return queryset.filter(merged_into=None)

    @cached_property
    def own(self):
        """The Directory of the register itself."""
        return Directory(self.model)

    @cached_property
    def own_uids(self):
        """``{uid: what the row was merged into, or None}`` of every row of the register."""
        own = self.own
        return {
            uid: row.merged_into_id and told(own.by_pk[row.merged_into_id]) or None for uid, row in own.by_uid.items()
        }

    @cached_property
    def own_references(self):
        """``{reference: uid}`` of the rows that stand."""
        return {reference: row.uid for reference, row in self.own.by_reference.items()}

    @cached_property
    def taken(self):
        """The references of all rows there are, also of those a sheet knows nothing of."""
        return set(self.model._base_manager.values_list("reference", flat=True))

    @cached_property
    def organisations(self):
        """The Directory of organisations."""
        return self.own if self.model is Organisation else Directory(Organisation)


class PersonSheet(RegisterSheet):
    model = Person

    def columns(self):
        return [
            Column("uid", Uid(), column_name="uid", says=_UID),
            Column("reference", Cell(), column_name="reference", fixed=True, says=_REFERENCE),
            Column("name", Cell(), column_name="name"),
            *label_columns("labels", "name"),
            Column("family_name", Cell(), column_name="family_name"),
            Column("names", Names(), column_name="other_names", says=_NAMES),
            Column("identifiers", Identifiers(PersonIdentifier), column_name="identifiers", says=_IDENTIFIERS),
            Column("biography", Cell(), column_name="biography"),
        ]

    def loaded(self, queryset):
        return queryset.prefetch_related("names", "identifiers")


class OrganisationSheet(RegisterSheet):
    model = Organisation
    ordered = ("founded", "dissolved")

    def columns(self):
        return [
            Column("uid", Uid(), column_name="uid", says=_UID),
            Column("reference", Cell(), column_name="reference", fixed=True, says=_REFERENCE),
            Column("name", Cell(), column_name="name"),
            *label_columns("labels", "name"),
            Column("short_name", Cell(), column_name="short_name"),
            Column("names", Names(), column_name="other_names", says=_NAMES),
            Column("identifiers", Identifiers(OrganisationIdentifier), column_name="identifiers", says=_IDENTIFIERS),
            Column("kind", Choice(Organisation.Kind), column_name="kind", says=", ".join(Organisation.Kind.values)),
            Column("country", Country(), column_name="country", says=_("ISO 3166, as AZ.")),
            Column("parent", RowNamed(lambda: self.organisations), column_name="parent", says=_ROW),
            Column("founded", Day(), column_name="founded", says=_DATE),
            Column("dissolved", Day(), column_name="dissolved", says=_DATE),
            Column("website", Cell(), column_name="website"),
        ]

    def loaded(self, queryset):
        return queryset.select_related("parent").prefetch_related("names", "identifiers")


class PositionSheet(RegisterSheet):
    model = Position
    main = "title"
    ordered = ("starts", "ends")

    def columns(self):
        return [
            Column("entity__uid", Uid(), column_name="uid", says=_UID),
            Column("entity__reference", Cell(), column_name="reference", fixed=True, says=_REFERENCE),
            Column("person", RowNamed(lambda: self.people), column_name="person", says=_ROW),
            Column("title", Cell(), column_name="title"),
            *label_columns("labels", "title"),
            Column("organisation", RowNamed(lambda: self.organisations), column_name="organisation", says=_ROW),
            Column("starts", Day(), column_name="starts", says=_DATE),
            Column("ends", Day(), column_name="ends", says=_DATE),
            Column("acting", YesNo(), column_name="acting", says=_("yes or no")),
            Column("joint", YesNo(), column_name="joint", says=_("yes or no")),
            Column("accredited_to", RowsNamed(lambda: self.organisations), column_name="accredited_to", says=_ROW),
            Column(
                "public_from", Instant(), column_name="public_from",
                says=_("For a new position: the hour from which the public sees it. Empty: through texts only."),
            ),
        ]  # fmt: skip

    @cached_property
    def own_uids(self):
        return dict.fromkeys(self.own_references.values())

    @cached_property
    def own_references(self):
        return dict(self.model.objects.filter(root=None).values_list("reference", "uid"))

    @cached_property
    def people(self):
        """The Directory of people."""
        return Directory(Person)

    def loaded(self, queryset):
        return queryset.select_related("person", "organisation", "root").prefetch_related("accredited_to")

    def rows_by_uid(self, uids):
        """The row in force of each chain: the last of which the hour has struck."""
        now = database_now()
        chain = self.loaded(self.model.objects.filter(Q(uid__in=uids, root=None) | Q(root__uid__in=uids)))
        begun = chain.filter(Q(root=None) | Q(public_from__lte=now))
        return {row.entity.uid: row for row in sorted(begun, key=lambda row: row.pk)}

    def current(self, queryset):
        """One row of each position: the one in force. What waits for its hour is not exported."""
        now = database_now()
        return queryset.filter(Q(root=None) | Q(public_from__lte=now)).exclude(
            replaced_by__isnull=False, replaced_by__public_from__lte=now
        )


SHEETS = {sheet.model: sheet for sheet in (PersonSheet, OrganisationSheet, PositionSheet)}
