"""What topics and places have in common: lists as a tree, and pages that gather the texts of a whole branch."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from articles.addresses import feed_url
from articles.views.editions import readable
from articles.views.lists import KeysetFilterView
from articles.views.registers import FEW, RegisterPage
from articles.views.showing import card
from articles.views.texts import all_texts
from people.models.register import filed
from pressoffice.ground.trees import above, below


def line_of(row, kin):
    """What ``row`` is part of, the highest first; ``kin`` are the rows of its tree by key."""
    line = []
    while (row := kin.get(row.parent_id)) is not None and row not in line:
        line.insert(0, row)
    return line


def with_parts(roots, rows):
    """``roots``, each with ``branches``: those of ``rows`` that are part of it, in order, and so on down."""
    parts = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.filed):
        parts[row.parent_id].append(row)
    waiting = list(roots)
    while waiting:
        row = waiting.pop()
        row.branches = parts.pop(row.pk, [])
        waiting += row.branches
    return roots


def other_names(row):
    """The names of ``row`` in the other languages of the site, ``{code, name}``, as far as they differ."""
    names = [{"code": code, "name": row.name_in(code)} for code, _language in settings.LANGUAGES]
    return [one for one in names if one["code"] != get_language() and one["name"] != row.label]


class TreeListView(KeysetFilterView):
    """The rows of a tree: by page its roots with all that is part of them; narrowed, the rows found, one by one."""

    limit = 60
    orders = {"name": "filed"}
    form_fields = ("name",)

    def visible(self):
        """The rows the public sees."""
        raise NotImplementedError

    def get_queryset(self):
        rows = filed(self.visible())
        return rows if self.narrowed() else rows.filter(parent=None)

    def narrowed(self):
        """Whether the question asks for some of the rows."""
        return any(self.request.GET.get(name, "").strip() for name in self.filterset_class.base_filters)

    def rows(self, results):
        visible, found = self.visible(), {row.pk: row for row in results}
        named = visible.model.objects.filter(pk__in=list(found))
        if self.narrowed():
            kin = {row.pk: row for row in visible.model.objects.filter(pk__in=above(named))}
            for row in results:
                row.line = line_of(row, kin)
            return results
        beneath = filed(visible).filter(pk__in=below(named)).exclude(pk__in=list(found))
        return with_parts(results, beneath)

    def get_context_data(self, **kwargs):
        return super().get_context_data(narrowed=self.narrowed(), **kwargs)


class TreePage(RegisterPage):
    """One row of a tree: its names, what it is part of, its parts, and the texts of its whole branch.

    ``name`` is that of its filter and its page; ``link`` and ``column`` lead from a text to rows of the tree.
    """

    name = link = column = None

    def get_queryset(self):
        raise NotImplementedError

    def get_family(self):
        """``(row, what it is part of, its parts)``: one statement, since all a public row is part of is public."""
        visible, slug = filed(self.get_queryset()), self.kwargs["slug"]
        own = visible.model.objects.filter(slug=slug)
        rows = {row.pk: row for row in visible.filter(Q(pk__in=above(own)) | Q(parent__slug=slug))}
        row = next((row for row in rows.values() if row.slug == slug), None) or self.get_object()
        parts = sorted((one for one in rows.values() if one.parent_id == row.pk), key=lambda one: one.filed)
        return row, line_of(row, rows), parts

    def branch(self, row):
        """The keys of ``row`` and of everything that is part of it, as a subquery."""
        return below(type(row).objects.filter(pk=row.pk))

    def get_context_data(self, **kwargs):
        row, line, parts = self.get_family()
        named = self.link.objects.filter(edition=OuterRef("pk"), **{f"{self.column}__in": self.branch(row)})
        texts = [card(edition) for edition in readable(self.request.now).filter(Exists(named))[: FEW + 1]]
        return super().get_context_data(
            row=row,
            line=line,
            parts=parts,
            names=other_names(row),
            texts=texts[:FEW],
            all_texts=all_texts(self.name, row) if len(texts) > FEW else None,
            feed=feed_url(**{self.name: row.slug}),
            **self.more(row),
            **kwargs,
        )

    def more(self, row):
        """What else the page of ``row`` shows."""
        return {}
