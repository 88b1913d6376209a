"""The rows of a register by uid, reference and name, read in one statement: sheets name rows by any of them."""

import uuid
from collections import defaultdict

from django.utils.translation import gettext as _

from articles.admin.exchange.cells import tagged, untagged
from people.models import Person
from people.names import lookups, spellings
from pressoffice.ground.identity import read_reference


class Directory:
    """What rows of ``model`` there are; ``also`` adds those that a sheet is about to make."""

    def __init__(self, model):
        self.model = model
        self.by_uid, self.by_reference, self.by_pk = {}, {}, {}
        self.by_key = defaultdict(list)
        rows = model.objects.only("uid", "reference", "name", "labels", "folded", "merged_into")
        for row in rows.order_by("sort_key", "uid").iterator(chunk_size=2_000):
            self.by_uid[row.uid] = self.by_pk[row.pk] = row
            if row.merged_into_id is None:
                self.by_reference[row.reference] = row
                for key in row.folded.strip("|").split("|"):
                    self.by_key[key].append(row)

    def also(self, row, names):
        """Count in a row that is not written yet, known by ``names``."""
        self.by_uid[row.uid] = row
        for key in dict.fromkeys(key for name in names for key in spellings(name)):
            self.by_key[key].append(row)

    def named(self, name):
        """The rows of which ``name`` is one whole name, in any spelling."""
        keys = (lookups(name) if self.model is Person else ()) or spellings(name)[:1]
        return list({id(row): row for key in keys for row in self.by_key.get(key, ())}.values())

    def find(self, text):
        """The row a cell names: by name, by ``Name [reference]``, by reference in brackets, or by uid.

        Raises ValueError, with what to write instead, where that is no row or may be several.
        """
        if row := self._by_uid(text):
            return self._standing(row)
        name, tag = untagged(text)
        if tag:
            row = self.by_reference.get(read_reference(tag))
            if row is None:
                raise ValueError(_("There is no row with the reference “%(tag)s”.") % {"tag": tag})
            if name and name != row.name and row not in self.named(name):
                raise ValueError(
                    _("“%(tag)s” is “%(row)s”, not “%(name)s”. Leave out the name, or the brackets.")
                    % {"tag": tag, "row": row.name, "name": name}
                )
            return row
        found = self.named(name)
        if len(found) == 1:
            return found[0]
        if found:
            which = ", ".join(told(row) for row in found[:4])
            raise ValueError(_("There are several of that name. Write one of: %(which)s.") % {"which": which})
        raise ValueError(_("The register has nobody and nothing of that name. Add it first, or correct the spelling."))

    def _by_uid(self, text):
        try:
            return self.by_uid.get(uuid.UUID(text))
        except ValueError:
            return None

    def _standing(self, row):
        """``row``, or what it was merged into."""
        seen = set()
        while row.merged_into_id is not None and row.pk not in seen:
            seen.add(row.pk)
            row = self.by_pk[row.merged_into_id]
        return row


def told(row):
    """A row as a cell names it: ``Georgia [7KQM3X]``."""
    return tagged(row.name, row.reference)
