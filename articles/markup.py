"""HTML from anywhere (Word, Google Docs, mail, the web) in the few elements a text is made of.

What looks bold, is a list or a heading there becomes one here; everything that is only looks is left out. This is no
sanitiser: ``articles.blocks.clean`` runs one over what comes out.
"""

from __future__ import annotations

import re

import nh3
from lxml import etree
from lxml import html as lxml_html

BLOCK = ("p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table")
LINES = (*BLOCK, "li", "tr", "td", "th", "br")  # before and after these, words are apart

_CONTAINERS = {
    "div", "section", "article", "main", "header", "footer", "aside", "nav", "figure", "figcaption", "dl", "dt", "dd",
    "pre", "address", "center", "form", "fieldset", "details", "summary",
}  # fmt: skip
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "tfoot": "tbody", "thead": "tbody"}
_INLINE = {"strong", "em", "a", "span", "font", "br"}
_OURS = {*BLOCK, "li", "tbody", "tr", "td", "th", "strong", "em", "a", "br"}
_SAID = {"*": {"style", "class"}, "a": {"href", "title", "rel"}, "ol": {"start", "type"}}
_SAID |= {cell: {"colspan", "rowspan"} for cell in ("td", "th")}

_wide = nh3.Cleaner(
    tags=_OURS | _CONTAINERS | set(_RENAMED) | {"span", "font", "caption", "col", "colgroup"},
    attributes=_SAID,
    clean_content_tags={"script", "style", "title", "xml", "template", "noscript", "select", "object", "svg", "math"},
    link_rel=None,
)

_NBSP = "\u00a0"
_GAP = re.compile(rf"[ \t\r\n{_NBSP}]*(?:\n|{_NBSP}[ \t\r\n{_NBSP}]|[ \t\r\n]{_NBSP})[ \t\r\n{_NBSP}]*")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_LEVEL = re.compile(r"\blevel(\d)")
_NUMBERED = re.compile(r"^\(?(?:\d+|[a-z]|[ivx]+)[.)]", re.IGNORECASE)


def house_markup(html: str) -> str:
    """``html`` with headings h2 to h4, paragraphs, lists, quotes, tables, links, strong and em, and nothing empty.

    Numbers and bullets typed by Word become lists; runs of hard blanks one blank. Pictures are left out.
    """
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(_wide.clean(html), create_parent="div")
    _lists_of_word(root)
    _looks_to_elements(root)
    for element in list(root.iter()):
        element.tag = _RENAMED.get(element.tag, element.tag)
        if element.tag == "li" and element.getparent().tag not in ("ul", "ol"):
            element.tag = "div"
    _plain_tables(root)
    _no_marks_around_blocks(root)
    _no_containers(root)
    _paragraphs_around_loose_words(root)
    _tidy_words(root)
    _join_neighbours(root)
    _nothing_empty(root)
    inner = [lxml_html.tostring(child, encoding="unicode") for child in root]
    return "".join(inner)


def has_pictures(html: str) -> bool:
    """Whether a picture stood in ``html``: it is left out, and somebody should be told."""
    return "<img" in html.lower()


def _style(element: etree._Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in (element.get("style") or "").split(";") if ":" in part)
    return {name.strip().lower(): value.strip().lower() for name, value in pairs}


def _lists_of_word(root: etree._Element) -> None:
    """Paragraphs that Word numbers or marks by itself become items of lists, one list in another by their level."""
    open_lists: list[etree._Element] = []
    for paragraph in list(root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "table")):
        said = _style(paragraph).get("mso-list", "")
        found = _LEVEL.search(said)
        if paragraph.tag != "p" or not found:
            open_lists = []
            continue
        if open_lists and paragraph.getprevious() is not open_lists[0]:
            open_lists = []
        marker = next((e for e in paragraph.iter() if _style(e).get("mso-list") == "ignore"), None)
        mark = " ".join("".join(marker.itertext()).split()) if marker is not None else ""
        kind = "ol" if _NUMBERED.match(mark) else "ul"
        level = min(int(found[1]), len(open_lists) + 1)
        del open_lists[level:]
        if len(open_lists) == level and level == 1 and open_lists[0].tag != kind:
            open_lists = []
        if len(open_lists) < level:
            one = etree.Element(kind)
            if open_lists:
                open_lists[-1][-1].append(one)
            else:
                paragraph.addprevious(one)
            open_lists.append(one)
        if marker is not None:
            _drop(marker)
        paragraph.tail, paragraph.tag = None, "p"
        paragraph.attrib.clear()
        item = etree.SubElement(open_lists[-1], "li")
        item.append(paragraph)


def _looks_to_elements(root: etree._Element) -> None:
    """What is bold or slanted by style alone is made so; what only looks like an element is none."""
    for element in list(root.iter()):
        if element is root:
            continue
        style = _style(element)
        if style.get("mso-list") == "ignore" or style.get("display") == "none" or style.get("mso-hide") == "all":
            _drop(element)
            continue
        weight, slant = style.get("font-weight", ""), style.get("font-style", "")
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
        if element.tag in ("b", "strong") and weight and not bold:
            element.tag = "span"
        if element.tag in ("i", "em") and slant == "normal":
            element.tag = "span"
        if element.tag in ("span", "font"):
            if slant in ("italic", "oblique"):
                _wrap_inside(element, "em")
            if bold:
                _wrap_inside(element, "strong")
        for name in ("style", "class"):
            element.attrib.pop(name, None)


def _wrap_inside(element: etree._Element, tag: str) -> None:
    inner = etree.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _plain_tables(root: etree._Element) -> None:
    """A table is one body of rows; its caption stands before it as a paragraph."""
    for table in list(root.iter("table")):
        body = etree.Element("tbody")
        for child in list(table.iter("caption", "tr")):
            if next(child.iterancestors("table"), None) is not table:
                continue
            if child.tag == "caption":
                child.tag, child.tail = "div", None
                table.addprevious(child)
            else:
                child.tail = None
                body.append(child)
        for child in list(table):
            table.remove(child)
        table.text = None
        table.append(body)


def _no_marks_around_blocks(root: etree._Element) -> None:
    """Bold, slanted or linked is a run of words, never a paragraph, a list or a table as a whole."""
    for element in reversed(list(root.iter("strong", "em", "a", "span", "font"))):
        if any(inner.tag not in _INLINE for inner in element.iter()):
            _unwrap(element)
    for heading in root.iter("p", "h2", "h3", "h4"):
        if any(inner.tag not in _INLINE for inner in heading.iterdescendants()):
            heading.tag = "div"


def _no_containers(root: etree._Element) -> None:
    """A box around words becomes a paragraph, a box around paragraphs goes; so does what marks nothing."""
    for element in reversed(list(root.iter())):
        if element is root:
            continue
        if element.tag in _CONTAINERS:
            if any(child.tag not in _INLINE for child in element) or element.getparent().tag == "p":
                _paragraphs_around_loose_words(element)
                _unwrap(element)
            else:
                element.tag = "p"
        elif element.tag in ("span", "font", "col", "colgroup", "caption"):
            _unwrap(element)


def _paragraphs_around_loose_words(parent: etree._Element) -> None:
    """Words and inline elements that stand directly in ``parent`` get a paragraph."""
    runs: list[etree._Element] = []

    def paragraph(before: etree._Element | None) -> etree._Element:
        made = etree.Element("p")
        if before is None:
            parent.insert(0, made)
        else:
            before.addnext(made)
        runs.append(made)
        return made

    current = None
    if (parent.text or "").strip():
        current = paragraph(None)
        current.text = parent.text
    parent.text = None
    for child in [one for one in parent if one not in runs]:
        tail, child.tail = child.tail, None
        if child.tag in _INLINE:
            if current is None:
                current = etree.Element("p")
                child.addprevious(current)
            current.append(child)
            child.tail = tail
            continue
        current = None
        if (tail or "").strip():
            current = etree.Element("p")
            child.addnext(current)
            current.text = tail


def _tidy_words(root: etree._Element) -> None:
    for element in root.iter():
        element.text = _words(element.text)
        element.tail = _words(element.tail)


def _words(text: str | None) -> str | None:
    return _GAP.sub(" ", _INVISIBLE.sub("", text)) if text else text


def _join_neighbours(root: etree._Element) -> None:
    """Word cuts one bold word into several; they are one again."""
    for element in list(root.iter("strong", "em")):
        before = element.getprevious()
        if before is None or before.tag != element.tag or before.tail:
            continue
        if len(before):
            before[-1].tail = (before[-1].tail or "") + (element.text or "")
        else:
            before.text = (before.text or "") + (element.text or "")
        before.extend(list(element))
        before.tail = element.tail
        element.getparent().remove(element)


def _nothing_empty(root: etree._Element) -> None:
    for element in reversed(list(root.iter())):
        if element is root or element.tag in ("td", "th", "tbody", "br"):
            continue
        if element.tag in ("p", "h2", "h3", "h4", "li"):
            _no_outer_breaks(element)
        if "".join(element.itertext()).strip():
            continue
        if element.tag in ("strong", "em", "a"):
            _unwrap(element)
        elif element.tag != "tr" or not len(element):
            _drop(element)


def _no_outer_breaks(element: etree._Element) -> None:
    while len(element) and element[0].tag == "br" and not (element.text or "").strip():
        element.text = element[0].tail
        element.remove(element[0])
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip():
        element.remove(element[-1])


def _drop(element: etree._Element) -> None:
    """Take ``element`` out with what is in it; the words after it stay."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Take ``element`` away and leave what is in it."""
    parent, before = element.getparent(), element.getprevious()
    index = parent.index(element)
    if before is not None:
        before.tail = (before.tail or "") + (element.text or "")
    else:
        parent.text = (parent.text or "") + (element.text or "")
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + (element.tail or "")
    elif before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)
