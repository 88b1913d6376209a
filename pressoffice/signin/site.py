"""The site of the desk: Django's admin, entered through our sign-in alone."""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


class DeskSite(AdminSite):
    """Staff come in; whoever needs a second factor and has none opens nothing until it is set up.

    ``add_pages`` takes functions ``pages(site)`` that return the patterns of pages beside those of the models;
    ``first_page(request)`` gives what the front page shows.
    """

    first_page = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._pages = []

    def add_pages(self, pages):
        """Let ``pages(site)`` give patterns, which stand before those of the models."""
        self._pages.append(pages)

    def get_urls(self):
        return [*(pattern for pages in self._pages for pattern in pages(self)), *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        """Whoever sends a form signed out comes back to the page it stood on: what it goes to may show nothing."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def entered(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request):
                page = urlsplit(request.headers.get("Referer", ""))
                here = page.path if page.netloc == request.get_host() else ""
                return redirect_to_login(here or reverse("admin:index", current_app=self.name), reverse("admin:login"))
            return guarded(request, *args, **kwargs)

        return entered

    def index(self, request, extra_context=None):
        """The front page, with what ``first_page`` gives."""
        shown = self.first_page(request) if self.first_page else {}
        return super().index(request, {**shown, **(extra_context or {})})

    def has_permission(self, request):
        """Active staff, with the second factor their rights ask for. Asked once a request."""
        from pressoffice.signin.factors import lacks_factor  # models are not loaded when the site is made

        if not hasattr(request, "_may_enter"):
            request._may_enter = super().has_permission(request) and not lacks_factor(request.user)
        return request._may_enter

    def require_recent(self, request, action):
        """See ``factors.require_recent``: for views that publish or take down."""
        from pressoffice.signin.factors import require_recent

        require_recent(request, action)

    def login(self, request, extra_context=None):
        """Lead to the sign-in page, or to what is missing: this door itself takes no password."""
        onward = safe_onward(request)
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
        if self.has_permission(request):
            return HttpResponseRedirect(onward)
        if not request.user.is_staff:
            raise PermissionDenied
        return HttpResponseRedirect(reverse("mfa_index"))

    def logout(self, request, extra_context=None):
        """Sign out, and leave nothing in a browser that others use too."""
        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def password_change(self, request, extra_context=None):
        """One page changes passwords: that of the sign-in."""
        return HttpResponseRedirect(reverse("account_change_password"))


def safe_onward(request):
    """Where a request wants to go after sign-in (``next``), if that is a page of the desk; the front page if not."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = wanted.startswith("/admin/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else reverse("admin:index")
