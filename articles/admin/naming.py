"""People, organisations and events named while typing: found by any spelling, recorded with the words on saving."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views import View

from articles.blocks import blocks
from articles.models import Event, EventLink, Mention
from people.models import Organisation, Person
from pressoffice.ground.numbers import read_number

KINDS = {"person": Person, "organisation": Organisation, "event": Event}
_SHOWN, _MOST_NAMED = 6, 100


class NamesView(View):
    """Rows whose name has the words of ``?q=`` in any spelling, with the words to put into a text of ``?language=``."""

    model_admin = None
    http_method_names = ["get", "head"]

    def get(self, request):
        """The answer, as JSON for the editor's chooser; kinds the person may not see are left out."""
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        asked = request.GET.get("q", "").replace("\x00", " ").strip()[:100]
        language = request.GET.get("language", "")[:12]
        rows = []
        for kind, model in KINDS.items() if len(asked) > 1 else ():
            register = admin.site.get_model_admin(model)
            if not register.has_view_permission(request):
                continue
            found, _more = register.get_search_results(request, register.get_queryset(request), asked)
            found = found.filter(merged_into=None)
            rows += [
                {
                    "value": f"{kind}:{row.pk}",
                    "kind": str(model._meta.verbose_name),
                    "name": row.name_in(language),
                    "said": register.suggestion(row),
                }
                for row in register.for_suggestions(found)[:_SHOWN]
            ]
        return JsonResponse({"rows": rows})


def record_named(request, article, named):
    """Make a part of ``article`` for each ``kind:key:words`` of ``named`` whose words stand in it; returns the parts.

    What the person may not see, what is named with the same words already, and what was deleted again is left out.
    """
    texts = [block.text for block in blocks(article.body)]
    made = []
    for said in dict.fromkeys(named[:_MOST_NAMED]):
        kind, _colon, rest = said.partition(":")
        key, _colon, words = rest.partition(":")
        words = " ".join(words.split())
        number = read_number(key)
        if kind not in KINDS or number is None or not words:
            continue
        register = admin.site.get_model_admin(KINDS[kind])
        row = register.has_view_permission(request) and register.get_queryset(request).filter(pk=number).first()
        if not row or not any(words in text for text in texts):
            continue
        part = EventLink if kind == "event" else Mention
        if not part.objects.filter(article=article, words=words, **{kind: row}).exists():
            more = {"relation": EventLink.Relation.REFERRED} if kind == "event" else {}
            made.append(part.objects.create(article=article, words=words, **{kind: row}, **more))
    return made
