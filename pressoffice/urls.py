"""The site's table of contents: every address, who may see it, and what it shows.

Pages begin with a language (``/en/``); machine files, ``/api/``, ``/id/``, ``/r/`` and ``/problems/`` do not.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from articles import feeds, preview, sharecards, sitemaps, views
from pressoffice import api, developers, machine_files
from pressoffice import views as roof
from pressoffice.ground.surfaces import machine, public, secret, staff
from pressoffice.suffixes import with_data

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


class Day:
    """Two digits, 01 to 31."""

    regex = "0[1-9]|[12][0-9]|3[01]"
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
register_converter(Day, "day")

PAGES = [
    public(path("", views.HomeView.as_view(), name="home"), "the newest listed editions, coming public events"),
    public(path("news/", views.EditionListView.as_view(), name="news"), "listed editions, filtered"),
    public(path("feeds/", views.FeedsView.as_view(), name="feeds"), "addresses of feeds; topics and officials by name"),
    public(path("news/feed.atom", feeds.TextFeed.as_door("atom"), name="feed"), "listed editions of the same filters"),
    public(path("news/feed.rss", feeds.TextFeed.as_door("rss"), name="feed-rss"), "the same"),
    public(path("news/feed.json", feeds.TextFeed.as_door("json"), name="feed-json"), "the same"),
    public(path("archive/", views.newest_archive, name="archive"), "redirect to the year of the newest listed edition"),
    public(path("news/<year:year>/", views.ArchiveView.as_view(), name="archive-year"), "listed editions of a year"),
    public(
        path("news/<year:year>/<month:month>/", views.ArchiveView.as_view(), name="archive-month"),
        "listed editions of a month",
    ),
    public(
        path("news/<year:year>/<month:month>/<day:day>/", views.ArchiveView.as_view(), name="archive-day"),
        "listed editions of a day",
    ),
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
        path("events/feed.atom", feeds.EventFeed.as_door("atom"), name="events-feed"),
        "the same events, those first that readers were told of last",
    ),
    public(path("events/feed.rss", feeds.EventFeed.as_door("rss"), name="events-feed-rss"), "the same"),
    public(path("events/feed.json", feeds.EventFeed.as_door("json"), name="events-feed-json"), "the same"),
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
    public(
        path("statements/feed.atom", feeds.StatementFeed.as_door("atom"), name="statements-feed"),
        "statements of listed editions",
    ),
    public(path("statements/feed.rss", feeds.StatementFeed.as_door("rss"), name="statements-feed-rss"), "the same"),
    public(path("statements/feed.json", feeds.StatementFeed.as_door("json"), name="statements-feed-json"), "the same"),
    public(path("statements/<uuid:uid>/", views.StatementView.as_view(), name="statement"), "one of them"),
    public(
        path("corrections/", views.CorrectionListView.as_view(), name="corrections"),
        "corrections that are or were public, of words that stand",
    ),
    public(
        path("corrections/feed.atom", feeds.CorrectionFeed.as_door("atom"), name="corrections-feed"),
        "the same corrections",
    ),
    public(path("corrections/feed.rss", feeds.CorrectionFeed.as_door("rss"), name="corrections-feed-rss"), "the same"),
    public(
        path("corrections/feed.json", feeds.CorrectionFeed.as_door("json"), name="corrections-feed-json"), "the same"
    ),
    public(
        path("corrections/policy/", views.CorrectionPolicyView.as_view(), name="corrections-policy"),
        "how the office corrects: the same words at any time",
    ),
    public(
        path("withdrawn/", views.TakedownListView.as_view(), name="withdrawn"),
        "withdrawn editions; of retracted ones reference, hour and note",
    ),
    public(
        path("developers/", developers.DevelopersView.as_view(), name="developers"),
        "how to read the API, and a form that asks it",
    ),
    public(
        path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
        "how well everybody can use the site: the same words at any time",
    ),
]

urlpatterns = [
    machine(path("healthz", roof.healthz, name="healthz"), "that the process answers"),
    machine(path("readyz", roof.readyz, name="readyz"), "whether the site can do its work"),
    machine(path("robots.txt", machine_files.robots, name="robots"), "what crawlers may read"),
    machine(path(".well-known/security.txt", machine_files.security, name="security-txt"), "whom to tell of faults"),
    machine(path("llms.txt", machine_files.llms, name="llms-txt"), "how programs read the site as plain files"),
    machine(path("opensearch.xml", machine_files.opensearch, name="opensearch"), "how a browser searches the site"),
    machine(path("problems/<slug:slug>/", roof.problem, name="problem"), "what an error of the API means"),
    public(path("sitemap.xml", sitemaps.index, name="sitemap"), "months of listed editions, parts of registers"),
    public(path("sitemap-news.xml", sitemaps.news, name="sitemap-news"), "listed editions of the last two days"),
    public(
        path("sitemaps/<slug:section>.xml", sitemaps.section, name="sitemap-section"),
        "addresses of listed editions of a month, or of a register's rows",
    ),
    public(path("cards/<uuid:uid>.png", sharecards.card, name="card"), "the picture of a public edition"),
    public(path("id/articles/PR-<slug:reference>", views.permanent, name="article-id"), "redirect to a public text"),
    public(path("r/PR-<slug:reference>", views.permanent, name="article-short"), "redirect to a public text"),
    public(path("api/v1/", include(api.urlpatterns)), "what the pages show, for machines"),
    secret(path("preview/<uuid:uid>/", preview.preview, name="preview"), "one revision, through a preview link"),
    secret(path("preview/<str:secret>/", preview.enter, name="preview-enter"), "the way in by a preview link"),
    staff(path("admin/account/", include("pressoffice.signin.urls")), "sign-in, second factor, password"),
    staff(path("admin/", admin.site.urls), "the desk"),
    public(path("", views.choose_language, name="choose-language"), "redirect to the reader's language"),
    *i18n_patterns(*PAGES, *with_data(PAGES)),
]
