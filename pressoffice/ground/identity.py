"""Names that rows carry outside the house: uid, reference and slug. Database keys never leave it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_ALIKE = str.maketrans("OIL", "011")


def reference_from(uid: uuid.UUID) -> str:
    """Six Crockford base-32 characters from the random bits of ``uid``: no order, no year, no gaps."""
    bits = uid.int & ((1 << 30) - 1)
    return "".join(CROCKFORD[(bits >> shift) & 31] for shift in range(25, -1, -5))


def read_reference(text: str) -> str:
    """A reference as somebody typed it, in its stored form: ``pr-7kqm3x`` and ``7KQM3X`` are the same."""
    return text.strip().upper().removeprefix("PR-").translate(_READ_ALIKE)


class Identified(models.Model):
    """A row known outside by a random ``uid`` and a short ``reference`` made from it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=6, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill ``reference`` once. Another row may hold the same 30 bits: then a new uid is drawn."""
        if not self.reference:
            self.reference = reference_from(self.uid)
            while type(self)._base_manager.filter(reference=self.reference).exists():
                self.uid = uuid.uuid4()
                self.reference = reference_from(self.uid)
        super().save(*args, **kwargs)
