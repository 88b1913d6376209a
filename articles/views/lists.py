"""Lists with filters: a plain GET form, a clean address for every question, pages by key."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles import facets, register
from articles.templatetags.wording import chosen, sentence
from articles.views.pages import PublicPage, with_cures
from people.models.register import filed
from pressoffice.ground.paging import keyset_page
from pressoffice.ground.problems import Problem

MOST_OPTIONS = 40  # a longer register is asked by typing, with a link to its list

ORDERS = {
    "relevance": gettext_lazy("Best matches first"),
    "-published": gettext_lazy("Newest first"),
    "published": gettext_lazy("Oldest first"),
}
REGISTERS = {
    "topic": (register.topics, "topics"),
    "place": (register.places, "places"),
    "country": (register.countries, "places"),
    "official": (register.people, "officials"),
    "speaker": (register.people, "officials"),
    "participant": (register.people, "officials"),
    "organisation": (register.organisations, "organisations"),
    "organiser": (register.organisations, "organisations"),
    "event": (register.events, "events"),
    "source": (register.sources, "sources"),
}


def options(now, names, more=()):
    """``{name: [(slug, name), ...]}`` of each register's visible rows, one more than are offered. One statement.

    The names are those of the page's language, by its alphabet. ``more`` are other rows to be read along with them, as
    ``(name, slug, name, sort key)``.
    """
    translated = Coalesce(KeyTextTransform(get_language(), "labels"), "name", output_field=CharField())
    asked = list(more)
    for name in names:
        visible = REGISTERS[name][0](now)
        few = visible.order_by().values("pk")[: MOST_OPTIONS + 1]
        rows = filed(visible.model.objects.filter(pk__in=few).order_by()).annotate(translated=translated)
        slug = register.known_by(visible.model, "slug")
        asked.append(rows.values_list(Value(name), slug, "translated", "filed"))
    found = {name: [] for name in names}
    if asked:
        rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
        for name, slug, label, _key in sorted(rows, key=lambda row: row[3]):
            found.setdefault(name, []).append((slug, label))
    return found


class KeysetFilterView(PublicPage):
    """A list by keyset. ``get_queryset`` names the visibility; the filters only narrow it.

    ``orders`` are the values of ``order`` and the columns they mean, the first being the default. ``form_fields`` are
    the filters the form shows, ``facet_names`` those of them it shows with how many rows each choice would leave;
    ``fixed`` is what the path has chosen already.
    """

    filterset_class = None
    facet_names = ()
    limit = 20
    orders = {"-published": "-published_at", "published": "published_at"}
    form_fields = ()
    more_parameters = ()

    def refuse_unknown_parameters(self):
        """The filter set answers for them, on the page itself."""

    def fixed(self):
        """``{parameter: value}`` that the path stands for."""
        return {}

    def subject(self):
        """What is listed, in words, where no filter narrows it."""
        raise NotImplementedError

    def get_queryset(self):
        raise NotImplementedError

    def form_action(self):
        """Where the form asks."""
        return self.request.path

    def get(self, request, *args, **kwargs):
        data = request.GET.copy()
        for name, value in self.fixed().items():
            data[name] = value
        self.filterset = self.filterset_class(
            data,
            self.get_queryset(),
            now=request.now,
            version=request.visible.version,
            globals_allowed={"order", "cursor", *self.more_parameters},
            empty_is_error=False,
        )
        faults = self.filterset.problems() or self.other_faults()
        page = None
        if not faults:
            wanted = self.clean_query()
            if self.filterset.moved():
                return HttpResponsePermanentRedirect(self.address(self.filterset.canonical(wanted)))
            if wanted != [(name, value) for name, values in request.GET.lists() for value in values]:
                return HttpResponseRedirect(self.address(wanted))
            try:
                page = self.get_page()
            except Problem as problem:
                faults = [{"parameter": "cursor", "code": problem.slug, "detail": problem.detail}]
        self.faults = with_cures(request, faults)
        context = self.get_context_data(page=page, **kwargs)
        return self.render_to_response(context, status=400 if faults else 200)

    def other_faults(self):
        """Faults in the parameters that are no filters."""
        order = self.request.GET.get("order", "")
        if not order or order in self.orders:
            return []
        detail = _("“%(value)s” is not one of: %(allowed)s.")
        detail %= {"value": order, "allowed": ", ".join(self.orders)}
        return [{"parameter": "order", "code": "unknown-value", "detail": detail}]

    def order(self):
        """The column to sort by."""
        return self.orders[self.request.GET.get("order") or next(iter(self.orders))]

    def order_links(self):
        """The orders a reader may choose: ``{label, current, url}``."""
        usual, chosen = next(iter(self.orders)), self.request.GET.get("order")
        rest = self.clean_query(without="order")
        return [
            {
                "label": ORDERS[value],
                "current": value == (chosen or usual),
                "url": self.address(rest if value == usual else [*rest, ("order", value)]),
            }
            for value in self.orders
        ]

    def results(self):
        """The rows that answer the question, on any page."""
        return self.filterset.qs

    def get_page(self):
        """One page of what was asked for."""
        question = urlencode([pair for pair in self.clean_query() if pair[0] != "cursor"])
        results = self.results()
        return keyset_page(
            results,
            order=self.filterset.sorting(self.order()),
            limit=self.limit,
            cursor=self.request.GET.get("cursor", ""),
            query=f"{self.request.path}?{question}",
        )

    def clean_query(self, *, without=None, cursor=None):
        """The question as ``(name, value)`` pairs in one order, without what is empty or the default.

        ``without``: a parameter, or a ``(parameter, value)``, to leave out, and the place in the list with it.
        ``cursor``: another place in the list.
        """
        given = self.request.GET
        pairs = []
        for name, one in self.filterset.filters.items():
            if name in self.fixed() or name == without:
                continue
            values = [value.strip() for value in given.getlist(name)]
            if getattr(one, "takes_many", False):
                parts = dict.fromkeys(part.strip() for value in values for part in value.split(","))
                values = [",".join(part for part in parts if part and (name, part) != without)]
            pairs += [(name, value) for value in values if value]
        for name in ("order", *self.more_parameters):
            value = given.get(name, "").strip()
            if value and value != next(iter(self.orders)) and name != without:
                pairs.append((name, value))
        place = cursor or ("" if without or cursor == "" else given.get("cursor", "").strip())
        return [*pairs, ("cursor", place)] if place else pairs

    def address(self, pairs, path=None):
        """The address of this list for ``pairs``."""
        path = path or self.request.path
        return f"{path}?{urlencode(pairs, safe=',')}" if pairs else path

    def canonical_path(self):
        """One filter or none has an address of its own; more, or words, go by the list's."""
        pairs = self.clean_query(cursor="")
        many = len(pairs) > 1 or dict(pairs).keys() & {"q", "order", "name", "letter"}
        return self.request.path if many else self.address(pairs)

    def indexable(self):
        """Whether a search engine should keep this question as a page of its own."""
        return self.canonical_path() == self.address(self.clean_query(cursor="")) and "cursor" not in self.request.GET

    def chips(self):
        """The chosen filters: ``{label, words, without}``, each with the address of the list without it."""
        return [
            {"label": label, "words": said, "without": self.without(name, raw if isinstance(raw, str) else None)}
            for name, label, values in chosen(self.filterset)
            for raw, said in values
        ]

    def in_language(self, code):
        """The list in another language, from its beginning: another alphabet has other pages."""
        path = translate_url(self.request.path, code)
        if self.faults:
            return path
        return self.address([pair for pair in self.clean_query(cursor="") if pair[0] != "letter"], path)

    def without(self, name, value):
        """The address of this list without one filter."""
        given = {part for one in self.request.GET.getlist(name) for part in self.parted(name, one)}
        return self.address(self.clean_query(without=(name, value) if value in given and len(given) > 1 else name))

    def fields(self):
        """The form: ``{name, id, label, type, value, options, error, list}`` for each field it shows."""
        shown = [name for name in self.form_fields if self.faults or name not in self.facet_names]
        names = [name for name in shown if name in REGISTERS]
        offered = self.offered = options(self.request.now, names, self.beside())
        wrong = {fault["parameter"]: fault["detail"] for fault in self.faults}
        return [self.field(name, offered.get(name), wrong.get(name)) for name in shown]

    def counts(self):
        """What is counted of the question: ``facets`` of the form, and ``count``, how many rows there are."""
        if self.faults or not self.facet_names:
            return {}
        found = facets.for_page(self.filterset, self.facet_names, lambda pairs: self.address(pairs, self.form_action()))
        for one in found:
            one["list"] = reverse(REGISTERS[one["name"]][1]) if one["name"] in REGISTERS else None
        counted = facets.counted(self.filterset, self.facet_names)
        return {"facets": found, "count": {"value": counted.value, "relation": counted.relation}}

    def beside(self):
        """What is read in the same statement as the options of the form (see ``options``)."""
        return ()

    def field(self, name, offered, error):
        """One field of the form."""
        one = self.filterset.filters[name]
        values = [
            v.strip() for value in self.filterset.data.getlist(name) for v in self.parted(name, value) if v.strip()
        ]
        shown = {
            "name": name,
            "id": f"filter-{name}",
            "label": one.label,
            "type": "text",
            "value": ",".join(values),
            "error": error,
        }
        choices = offered if offered is not None else self.vocabulary(name)
        if choices is not None and len(choices) > MOST_OPTIONS:
            shown["list"] = REGISTERS[name][1]
        elif choices is not None and len(values) < 2 and set(values) <= {value for value, _label in choices}:
            shown |= {"type": "select", "options": choices}
        elif name.endswith(("_after", "_before")):
            shown["type"] = "date"
        return shown

    def parted(self, name, value):
        """The values in one value of a parameter."""
        return value.split(",") if getattr(self.filterset.filters[name], "takes_many", False) else [value]

    def vocabulary(self, name):
        """The values a field can have, where they are a vocabulary."""
        if name == "language":
            return list(settings.LANGUAGES)
        return self.filterset.filters[name].extra.get("choices")

    def kept(self):
        """What is chosen and has no field: the form carries it along."""
        shown = {*self.form_fields, *self.facet_names, *self.fixed(), "cursor"}
        return [pair for pair in self.clean_query(cursor="") if pair[0] not in shown]

    def get_context_data(self, **kwargs):
        page = kwargs["page"]
        subject = str(self.subject())
        chips = [] if self.faults else self.chips()
        return super().get_context_data(
            heading=subject if self.faults else sentence(self.filterset, subject),
            faults=self.faults,
            fields=self.fields(),
            kept=[] if self.faults else self.kept(),
            chips=chips,
            clear=self.form_action(),
            form_action=self.form_action(),
            filtered=bool(chips),
            indexable=not self.faults and self.indexable(),
            rows=self.rows(page.results) if page else [],
            older=self.address(self.clean_query(cursor=page.next)) if page and page.next else None,
            newer=self.address(self.clean_query(cursor=page.previous)) if page and page.previous else None,
            **self.counts(),
            **kwargs,
        )

    def rows(self, results):
        """The rows as the template shows them."""
        return results
