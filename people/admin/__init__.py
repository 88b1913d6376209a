"""What the forms and lists of every register share. The forms themselves stand where public changes are written."""

from people.admin.filters import HasPosition, MissingName, OfCountry, PossibleDuplicates, WithIdentifier
from people.admin.inlines import (
    OrganisationIdentifierInline,
    OrganisationNameInline,
    PersonIdentifierInline,
    PersonNameInline,
)
from people.admin.named import NamedAdmin
from people.admin.nearness import Near, near_rows, same_names
from people.admin.registers import (
    CappedPaginator,
    NamedForm,
    RegisterAdmin,
    RegisterForm,
    Suggestions,
    admin_url,
    held_now,
    today,
)

__all__ = [
    "CappedPaginator",
    "HasPosition",
    "MissingName",
    "NamedAdmin",
    "NamedForm",
    "Near",
    "OfCountry",
    "OrganisationIdentifierInline",
    "OrganisationNameInline",
    "PersonIdentifierInline",
    "PersonNameInline",
    "PossibleDuplicates",
    "RegisterAdmin",
    "RegisterForm",
    "Suggestions",
    "WithIdentifier",
    "admin_url",
    "held_now",
    "near_rows",
    "same_names",
    "today",
]
