"""The page for those who write programs: what the API is, what its changes ask of them, and a console to try it."""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.formats import FORMATS
from articles.serializers.change_types import MEANINGS
from articles.views.pages import BadQuestion, PublicPage
from articles.viewsets.reference import RESOURCES, document
from pressoffice.ground.filtering import TRACKING

CLIENT = Path(settings.BASE_DIR, "docs", "examples", "mirror.py")
USUAL = (
    "q", "kind", "topic", "official", "organisation", "event", "language", "name", "type", "speaker",
    "published_after", "published_before", "said_after", "said_before", "starts_after", "starts_before", "since",
    "limit",
)  # fmt: skip


@cache
def client():
    """The documented client as it is printed; empty where the documents were not shipped."""
    return CLIENT.read_text() if CLIENT.is_file() else ""


def parameters(resource):
    """What the list of a resource takes, as OpenAPI has it."""
    operation = document()["paths"][reverse(f"api-{resource}")]["get"]
    return [one for one in operation.get("parameters", []) if one["in"] == "query"]


def field(parameter, value):
    """One parameter as a field of the console."""
    schema = parameter["schema"]
    allowed = schema.get("enum") or schema.get("items", {}).get("enum") or []
    if schema.get("type") == "boolean":
        allowed = ["true", "false"]
    return {
        "name": parameter["name"],
        "hint": parameter.get("description", ""),
        "options": [str(one) for one in allowed if one != ""],
        "value": value,
        "default": schema.get("default", ""),
        "required": parameter.get("required", False),
        "usual": parameter["name"] in USUAL or parameter.get("required", False),
    }


def place(one):
    """Where a usual field stands in the form: by ``USUAL``, others before them."""
    return USUAL.index(one["name"]) if one["name"] in USUAL else -1


class DevelopersView(PublicPage):
    """The API for people, with a console that asks it.

    ``?resource=`` chooses what the console asks for; the other parameters are those of the resource, and fill its form.
    With ``send`` the answer is the way to the API: so the console works without a script.
    """

    template_name = "public/developers.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("resource", "")
        self.resource = asked if asked in RESOURCES else RESOURCES[0]
        self.taken = parameters(self.resource)
        self.parameters = frozenset({"resource", "send", *(one["name"] for one in self.taken)})

    def get(self, request, *args, **kwargs):
        if request.GET.get("resource", self.resource) != self.resource:
            detail = _("“%(value)s” is not one of: %(allowed)s.")
            detail %= {"value": request.GET["resource"], "allowed": ", ".join(RESOURCES)}
            raise BadQuestion({"parameter": "resource", "code": "unknown-value", "detail": detail})
        if "send" in request.GET:
            return HttpResponseRedirect(self.question())
        return super().get(request, *args, **kwargs)

    def question(self):
        """The address of the API that the form asks."""
        given = [(name, value) for name, value in self.request.GET.items() if value.strip() and not self.is_own(name)]
        address = reverse(f"api-{self.resource}")
        return f"{address}?{urlencode(given, safe=',')}" if given else address

    @staticmethod
    def is_own(name):
        """Whether a parameter is one of this page and not of the API."""
        return name in ("resource", "send") or bool(TRACKING.fullmatch(name))

    def canonical_path(self):
        return self.request.path

    def in_language(self, code):
        chosen = {"resource": self.resource} if "resource" in self.request.GET else {}
        path = super().in_language(code).partition("?")[0]
        return f"{path}?{urlencode(chosen)}" if chosen else path

    def get_context_data(self, **kwargs):
        fields = [field(one, self.request.GET.get(one["name"], "")) for one in self.taken]
        resources = [
            {"name": name, "url": f"?resource={name}#console", "current": name == self.resource} for name in RESOURCES
        ]
        return super().get_context_data(
            plain=not self.request.GET,
            about=document()["info"],
            resource=self.resource,
            resources=resources,
            usual=sorted((one for one in fields if one["usual"]), key=place),
            more=[one for one in fields if not one["usual"]],
            more_open=any(one["value"] for one in fields if not one["usual"]),
            api=reverse(f"api-{self.resource}"),
            base=absolute(reverse("api-index")),
            openapi=reverse("api-openapi"),
            docs=reverse("api-docs"),
            formats=[{"name": one.name, "media_type": one.media_type} for one in FORMATS.values()],
            changes=[{"type": kind.value, **meaning._asdict()} for kind, meaning in MEANINGS.items()],
            client=client(),
            **kwargs,
        )
