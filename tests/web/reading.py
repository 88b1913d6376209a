"""Asking the newsroom as a browser does: compressed, and all that a page loads, at once or when it is used."""

import http.client
import re
import zlib
from html import unescape

LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*?(?:href|src)="([^"]+)"|data-htmx="([^"]+)"')


class Answer:
    """What came over the wire, and what it says."""

    def __init__(self, status, headers, sent):
        self.status, self.headers, self.size = status, headers, len(sent)
        packed = headers.get("Content-Encoding") == "gzip"
        self.body = zlib.decompress(sent, wbits=31) if packed else sent

    @property
    def text(self):
        return self.body.decode()


def ask(site, path):
    """The answer to a GET with compression."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def loaded(site, path):
    """``(page, {address: answer})``: a page and everything it loads."""
    page = ask(site, path)
    found = [unescape(one or other) for one, other in LOADED.findall(page.text)]
    return page, {address: ask(site, address) for address in found}


def texts_of(site, list_="/en/news/"):
    """The addresses of the texts on a page of a list."""
    return list(dict.fromkeys(re.findall(r'class="row-title"[^>]*><a href="([^"]+)"', ask(site, list_).text)))
