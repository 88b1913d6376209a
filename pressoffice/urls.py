"""The site's table of contents: every address, who may see it, and what it shows.

Pages begin with a language (``/en/``); machine files, ``/api/``, ``/id/``, ``/r/`` and ``/problems/`` do not.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, register_converter

from articles import feeds, preview, sitemaps, views
from pressoffice import api
from pressoffice import views as roof
from pressoffice.ground.surfaces import machine, public, secret, staff

handler404 = "pressoffice.views.not_found"
handler500 = "pressoffice.views.server_error"


class Year:
    """Four digits."""

    regex = "[0-9]{4}"
    to_python = to_url = staticmethod(str)


class Month:
    """Two digits, 01 to 12."""

    regex = "0[1-9]|1[0-2]"
    to_python = to_url = staticmethod(str)


class YearMonth:
    """A month, as 2026-11."""

    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"
    to_python = to_url = staticmethod(str)


class YearWeek:
    """A week of the ISO calendar, as 2026-W47."""

    regex = "[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3])"
    to_python = to_url = staticmethod(str)


register_converter(YearMonth, "yearmonth")
register_converter(YearWeek, "yearweek")
register_converter(Year, "year")
register_converter(Month, "month")

PAGES = [
    public(path("", views.HomeView.as_view(), name="home"), "the newest listed editions, coming public events"),
    public(path("news/", views.EditionListView.as_view(), name="news"), "listed editions, filtered"),
    public(path("news/feed.atom", feeds.EditionFeed(), name="feed"), "listed editions of the same filters"),
    public(path("news/<slug:kind>/", views.EditionListView.as_view(), name="news-kind"), "listed editions of a kind"),
    public(
        path("news/<year:year>/<month:month>/<slug:slug>", views.EditionView.as_view(), name="article"),
        "one text as it is public now, or was at ?at=",
    ),
    public(
        path(
            "news/<year:year>/<month:month>/<slug:slug>/history/", views.HistoryView.as_view(), name="article-history"
        ),
        "the editions of one text that are or were public",
    ),
    public(path("search/", views.SearchView.as_view(), name="search"), "listed editions that hold the words"),
    public(path("officials/", views.PersonListView.as_view(), name="officials"), "people something public names"),
    public(path("officials/<slug:slug>/", views.PersonView.as_view(), name="official"), "one of them"),
    public(path("organisations/", views.OrganisationListView.as_view(), name="organisations"), "likewise"),
    public(path("organisations/<slug:slug>/", views.OrganisationView.as_view(), name="organisation"), "one of them"),
    public(
        path("events/", views.EventListView.as_view(), name="events"), "events that are public, or public texts name"
    ),
    public(path("events/calendar.ics", feeds.events_calendar, name="calendar"), "the same events, of known days"),
    public(
        path("events/calendar/<yearmonth:month>/", views.MonthView.as_view(), name="calendar-month"),
        "the same events, those of a month",
    ),
    public(
        path("events/calendar/<yearweek:week>/", views.WeekView.as_view(), name="calendar-week"),
        "the same events, those of a week",
    ),
    public(path("events/<slug:slug>/", views.EventView.as_view(), name="event"), "one of them"),
    public(path("events/<slug:slug>/calendar.ics", feeds.event_calendar, name="event-calendar"), "one of them"),
    public(path("topics/", views.TopicListView.as_view(), name="topics"), "topics of listed editions, as a tree"),
    public(path("topics/<slug:slug>/", views.TopicView.as_view(), name="topic"), "one of them"),
    public(
        path("places/", views.PlaceListView.as_view(), name="places"), "places of listed editions and public events"
    ),
    public(path("places/<slug:slug>/", views.PlaceView.as_view(), name="place"), "one of them"),
    public(path("contacts/", views.ContactListView.as_view(), name="contacts"), "press contacts whose interval holds"),
    public(path("sources/", views.SourceListView.as_view(), name="sources"), "sources of listed editions"),
    public(path("sources/<slug:slug>/", views.SourceView.as_view(), name="source"), "one of them"),
    public(path("statements/", views.StatementListView.as_view(), name="statements"), "statements of listed editions"),
    public(path("statements/<uuid:uid>/", views.StatementView.as_view(), name="statement"), "one of them"),
]

urlpatterns = [
    machine(path("healthz", roof.healthz, name="healthz"), "that the process answers"),
    machine(path("readyz", roof.readyz, name="readyz"), "whether the site can do its work"),
    machine(path("robots.txt", roof.robots, name="robots"), "what crawlers may read"),
    machine(path("problems/<slug:slug>/", roof.problem, name="problem"), "what an error of the API means"),
    public(path("sitemap.xml", sitemap, {"sitemaps": sitemaps.SITEMAPS}, name="sitemap"), "pages of listed editions"),
    public(path("id/articles/PR-<slug:reference>", views.permanent, name="article-id"), "redirect to a public text"),
    public(path("r/PR-<slug:reference>", views.permanent, name="article-short"), "redirect to a public text"),
    public(path("api/v1/", include(api.urlpatterns)), "what the pages show, for machines"),
    secret(path("preview/<uuid:uid>/", preview.preview, name="preview"), "one revision, through a preview link"),
    secret(path("preview/<str:secret>/", preview.enter, name="preview-enter"), "the way in by a preview link"),
    staff(path("admin/account/", include("pressoffice.signin.urls")), "sign-in, second factor, password"),
    staff(path("admin/", admin.site.urls), "the desk"),
    public(path("", views.choose_language, name="choose-language"), "redirect to the reader's language"),
    *i18n_patterns(*PAGES),
]
