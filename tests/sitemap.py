"""The whole sitemap of a site: its index, and every section the index leads to."""

import re
from urllib.parse import urlsplit


def whole_sitemap(get):
    """All of it as one text; ``get(path)`` gives the text at a path."""
    index = get("/sitemap.xml")
    return index + "".join(get(urlsplit(address).path) for address in re.findall("<loc>([^<]+)</loc>", index))
