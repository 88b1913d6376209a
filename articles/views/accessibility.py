"""How well everybody can use the site."""

import datetime as dt

from articles.views.pages import PublicPage

REVIEWED = dt.date(2026, 11, 23)  # when somebody last held this page against what the tests say


class AccessibilityView(PublicPage):
    """The accessibility statement."""

    template_name = "public/accessibility.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(reviewed=REVIEWED, **kwargs)
