"""The vocabulary of schema.org, and whether JSON-LD uses it as it says."""

import re
from collections import defaultdict

CONTEXT = "https://schema.org"
# What a plain value may be, by its Python type.
_PLAIN = {
    str: {"Text", "URL", "Date", "DateTime", "Time", "Number", "Country", "XPathType"},
    bool: {"Boolean"},
    int: {"Number", "Integer", "Float"},
    float: {"Number", "Float"},
}


def _many(value):
    return value if isinstance(value, list) else [] if value is None else [value]


class Vocabulary:
    """Classes with what they are kinds of; properties with where they belong and what they lead to."""

    def __init__(self, published):
        self.above, self.domain, self.range = defaultdict(set), {}, {}
        self.members = set()
        for term in published["@graph"]:
            name = term["@id"].removeprefix("schema:")
            types = _many(term["@type"])
            if "rdf:Property" in types:
                self.domain[name] = {
                    one["@id"].removeprefix("schema:") for one in _many(term.get("schema:domainIncludes"))
                }
                self.range[name] = {
                    one["@id"].removeprefix("schema:") for one in _many(term.get("schema:rangeIncludes"))
                }
            elif "rdfs:Class" in types:
                parents = _many(term.get("rdfs:subClassOf"))
                self.above[name] |= {one["@id"].removeprefix("schema:") for one in parents}
            else:
                self.members.add(f"{CONTEXT}/{name}")

    def kinds(self, name):
        """``name`` and everything it is a kind of."""
        found, left = set(), [name]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += self.above.get(one, ())
        return found

    def faults(self, document):
        """What is wrong with a JSON-LD document, in words."""
        assert document["@context"] == CONTEXT
        return list(self._thing(document, "", ""))

    def _thing(self, thing, path, reached_by):
        type_ = thing.get("@type")
        if type_ not in self.above:
            yield f"{path}: no class {type_}"
            return
        kinds = self.kinds(type_)
        for name, value in thing.items():
            if name in ("@context", "@type"):
                continue
            if name == "@id":
                if not re.match(r"https?://", value):
                    yield f"{path}@id: {value} is no address"
                continue
            here = f"{path}/{name}"
            if name not in self.domain:
                yield f"{here}: no such property"
            elif not self.domain[name] & kinds and not ("Role" in kinds and name == reached_by):
                yield f"{here}: not a property of {type_}"
            else:
                for one in _many(value):
                    yield from self._value(one, name, here)

    def _value(self, value, name, here):
        allowed = self.range[name]
        if isinstance(value, dict):
            kinds = self.kinds(value.get("@type"))
            if not allowed & kinds and "Role" not in kinds:
                yield f"{here}: {value.get('@type')} is none of {sorted(allowed)}"
            yield from self._thing(value, here, name)
        elif value == "":
            yield f"{here}: says nothing"
        elif not allowed & _PLAIN[type(value)] and value not in self.members:
            yield f"{here}: {value!r} is none of {sorted(allowed)}"
        elif isinstance(value, str) and not self._shape_fits(value, allowed):
            yield f"{here}: {value!r} has not the shape of {sorted(allowed)}"

    @staticmethod
    def _shape_fits(value, allowed):
        if "Text" in allowed:
            return True
        if allowed & {"Date", "DateTime"}:
            return bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?)?)?", value))
        return bool(re.match(r"https?://\S+$", value))
