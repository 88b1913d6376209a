"""What hangs on a person or an organisation: other names, and what other registers call it."""

from django.contrib import admin

from people.models import OrganisationIdentifier, OrganisationName, PersonIdentifier, PersonName


class NameInline(admin.StackedInline):
    fields = [("name", "language", "script", "former")]
    extra = 0


class PersonNameInline(NameInline):
    model = PersonName


class OrganisationNameInline(NameInline):
    model = OrganisationName


class IdentifierInline(admin.StackedInline):
    fields = [("scheme", "value")]
    extra = 0


class PersonIdentifierInline(IdentifierInline):
    model = PersonIdentifier


class OrganisationIdentifierInline(IdentifierInline):
    model = OrganisationIdentifier
