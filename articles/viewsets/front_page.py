"""What stands on top of the site now: urgent notices and leading texts."""

from __future__ import annotations

from rest_framework import serializers

from articles import front_page
from articles.addresses import absolute
from articles.serializers.shapes import api_address
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import Operation


class UrgentNoticeSerializer(serializers.Serializer):
    """An urgent notice: it stands on every page of its language."""

    id = serializers.UUIDField()
    language = serializers.CharField(help_text="BCP 47.")
    headline = serializers.CharField()
    words = serializers.CharField()
    url = serializers.URLField(allow_null=True, help_text="The page of the text it is about.")
    public_from = serializers.DateTimeField()


class LeadSerializer(serializers.Serializer):
    """A text that leads the front page of a language."""

    language = serializers.CharField(help_text="BCP 47: of the front page.")
    id = serializers.UUIDField(help_text="Of the text.")
    api_url = serializers.URLField()


class FrontPageSerializer(serializers.Serializer):
    """What stands on top of the site, in every language."""

    urgent = UrgentNoticeSerializer(many=True)
    leads = LeadSerializer(many=True, help_text="In the order in which they stand, language by language.")


class FrontPageViewSet(PublicViewSet):
    """Urgent notices and leading texts."""

    tag = "front-page"
    operations = {
        "list": Operation("getFrontPage", "Urgent notices and leading texts, in every language", FrontPageSerializer)
    }

    @reads
    def list(self, request, asked):
        """Both, as they are now."""
        tops = front_page.every_top(request.now, request.visible.version)
        urgent = [
            {
                "id": notice.uid,
                "language": notice.language,
                "headline": notice.headline,
                "words": notice.words,
                "url": absolute(notice.url) if notice.url else None,
                "public_from": notice.public_from,
            }
            for _language, top in sorted(tops.items())
            for notice in top.urgent
        ]
        leads = [
            {"language": language, "id": uid, "api_url": api_address("article", uid)}
            for language, top in sorted(tops.items())
            for uid in top.leads
        ]
        return {"urgent": urgent, "leads": leads}, []
