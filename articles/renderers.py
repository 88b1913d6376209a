"""JSON as the API sends it."""

import orjson
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    """Fast JSON; an ``orjson.Fragment`` goes out as it is stored."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        """``data`` as UTF-8 bytes; datetimes as RFC 3339 in UTC with ``Z``."""
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z, default=str)
