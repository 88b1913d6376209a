"""Who: organisations, people, and the positions people hold (terms of Popolo)."""

from people.models.organisation import Organisation, OrganisationIdentifier, OrganisationName
from people.models.person import Person, PersonIdentifier, PersonName
from people.models.position import Position
from people.models.register import Identifier, OtherName, Registered

__all__ = [
    "Identifier",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationName",
    "OtherName",
    "Person",
    "PersonIdentifier",
    "PersonName",
    "Position",
    "Registered",
]
