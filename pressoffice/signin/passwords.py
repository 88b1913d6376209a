"""What a password may not be, beside what Django already refuses. No rules of composition."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class LengthLimit:
    """A password is no longer than 128 characters: nobody sends us books to hash."""

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(_("A password has at most %(most)d characters.") % {"most": LONGEST}, code="too_long")

    def get_help_text(self):
        return _("At most %(most)d characters.") % {"most": LONGEST}


class OfficeWords:
    """A password is not made of the office's own name, which is the first thing somebody would try."""

    def validate(self, password, user=None):
        rest = password.casefold()
        for word in re.findall(
            r"\w{4,}", f"{settings.OFFICE_NAME} {settings.SITE_URL} pressoffice press office".casefold()
        ):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < 4 and len(rest) < len(password):
            raise ValidationError(_("The password is the name of the office, or little more."), code="office_words")

    def get_help_text(self):
        return _("Not the name of the office.")
