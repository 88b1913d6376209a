"""The texts of a year, a month, a day of the office's calendar: archives by date, which lead from one to the next."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, DateTimeField, Max, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.views.editions import EditionListView, readable
from pressoffice.ground.freshness import stamped
from pressoffice.ground.kept import Kept

_counts = Kept(64)


@dataclass(frozen=True)
class Span:
    """A year, a month (``month``) or a day (``month`` and ``day``) of the office's calendar."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, year, month="", day=""):
        """The span of the parts of an address; ValueError where the calendar has none."""
        span = cls(int(year), int(month or 0), int(day or 0))
        span.range()
        return span

    def first(self):
        """Its first day."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def after(self):
        """The day after its last; ValueError beyond the calendar's end."""
        if self.day:
            return dt.date.fromordinal(self.first().toordinal() + 1)
        month = self.month or 12
        return dt.date(self.year + month // 12, month % 12 + 1, 1)

    def range(self):
        """Its first instant, and the first that is not of it."""
        zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
        return tuple(
            dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) for day in (self.first(), self.after())
        )

    def parts(self):
        """The months of a year, the days of a month."""
        if not self.month:
            return [Span(self.year, month) for month in range(1, 13)]
        if not self.day:
            return [Span(self.year, self.month, day) for day in range(1, (self.after() - self.first()).days + 1)]
        return []

    def around(self, instant):
        """The span of the same length that holds ``instant``."""
        local = timezone.localtime(instant, ZoneInfo(settings.OFFICE_TIME_ZONE))
        return Span(local.year, local.month if self.month else 0, local.day if self.day else 0)

    def above(self):
        """What it is part of, the longest first."""
        return [Span(self.year), *([Span(self.year, self.month)] if self.day else [])] if self.month else []

    def __str__(self):
        """As the parameter ``published_on`` has it."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])

    def url(self):
        """The address of its archive."""
        name = "archive-day" if self.day else "archive-month" if self.month else "archive-year"
        return reverse(name, args=str(self).split("-"))

    def words(self):
        """The span in words."""
        if self.day:
            return formats.date_format(self.first(), "DATE_FORMAT")
        return formats.date_format(self.first(), "YEAR_MONTH_FORMAT") if self.month else f"{self.year:04d}"

    def short(self):
        """The span in words, where what it is part of is plain."""
        if self.day:
            return f"{self.day}"
        return formats.date_format(self.first(), "F") if self.month else f"{self.year:04d}"


@dataclass(frozen=True)
class Counted:
    """The texts of a span: how many in each of its parts; when the nearest before and after it were published, and
    the first and the newest of all (None where there is none)."""

    parts: tuple
    before: dt.datetime | None
    after: dt.datetime | None
    oldest: dt.datetime | None
    newest: dt.datetime | None


def counted(span, now, version):
    """What ``Counted`` says of ``span``. One statement for each version of the visible set."""
    return _counts.get(version, span, lambda: count(span, now))


def count(span, now):
    """``counted`` anew."""
    start, end = span.range()
    texts = readable(now).order_by()
    asked = {
        "before": texts.filter(published_at__lt=start).order_by("-published_at"),
        "after": texts.filter(published_at__gte=end).order_by("published_at"),
        "oldest": texts.order_by("published_at"),
        "newest": texts.order_by("-published_at"),
    }
    # A maximum of nothing stands before each: only so are they answers of the one row that is asked for.
    nearest = {
        name: Coalesce(
            Max("published_at", filter=Q(pk=None)),
            Subquery(rows.values("published_at")[:1]),
            output_field=DateTimeField(),
        )
        for name, rows in asked.items()
    }
    parts = {}
    for number, part in enumerate(span.parts()):
        first, after = part.range()
        parts[f"part{number}"] = Count("pk", filter=Q(published_at__gte=first, published_at__lt=after))
    found = texts.filter(published_at__gte=start, published_at__lt=end).aggregate(**parts, **nearest)
    return Counted(tuple(found[name] for name in parts), *(found[name] for name in nearest))


class ArchiveView(EditionListView):
    """The texts of the span in the path, with the way to what is before, after, above and within it."""

    template_name = "public/archive.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        try:
            self.span = Span.of(kwargs["year"], kwargs.get("month", ""), kwargs.get("day", ""))
        except (ValueError, OverflowError):
            self.span = None

    def get(self, request, *args, **kwargs):
        if self.span is None:
            raise Http404
        filters = set(self.filterset_class.base_filters) & {name for name, value in request.GET.items() if value}
        if filters:  # a question of more than a date is one of the list
            question = request.GET.copy()
            question.setdefault("published_on", str(self.span))
            return HttpResponseRedirect(f"{reverse('news')}?{question.urlencode()}")
        return super().get(request, *args, **kwargs)

    def kind(self):
        return None

    def fixed(self):
        return {"published_on": str(self.span)}

    def subject(self):
        return _("Texts")

    def kept(self):
        return [*super().kept(), ("published_on", str(self.span))]

    def chips(self):
        return []

    def canonical_path(self):
        return self.request.path

    def indexable(self):
        return self.some and not {"cursor", "order"} & set(self.request.GET)

    def get_context_data(self, **kwargs):
        found = counted(self.span, self.request.now, self.request.visible.version)
        parts = zip(self.span.parts(), found.parts, strict=True)
        self.some = bool(kwargs["page"] and kwargs["page"].results)
        context = super().get_context_data(
            span=self.span,
            above=self.span.above(),
            parts=[{"span": part, "count": number} for part, number in parts],
            most=max(found.parts, default=0),
            before=found.before and self.neighbour(found.before),
            after=found.after and self.neighbour(found.after),
            years=self.years(found),
            **kwargs,
        )
        return context | {"heading": _("Texts of %(time)s") % {"time": self.span.words()}}

    def neighbour(self, instant):
        """``{url, label}`` of the nearest archive of the same length that has a text."""
        span = self.span.around(instant)
        return {"url": span.url(), "label": span.words()}

    def years(self, found):
        """Every year from the first text to the newest, the newest first: ``{year, url, current}``."""
        if found.oldest is None:
            return []
        last, first = (Span(1).around(instant).year for instant in (found.newest, found.oldest))
        return [
            {"year": year, "url": Span(year).url(), "current": year == self.span.year}
            for year in range(last, first - 1, -1)
        ]


def newest_archive(request):
    """Send readers to the archive of the year of the newest text; to the list of texts where there is none."""
    newest = readable(request.now).order_by("-published_at").values_list("published_at", flat=True).first()
    response = HttpResponseRedirect(Span(1).around(newest).url() if newest else reverse("news"))
    return stamped(request, response)
