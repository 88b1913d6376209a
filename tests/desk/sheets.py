"""What tests of sheets ask of the export and the import, as a registrar at the desk would."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from people.models import Organisation, OrganisationIdentifier, Person, PersonIdentifier, PersonName, Position


def address(name, what):
    return reverse(f"admin:people_{name}_{what}")


def exported(client, name, kind="csv", **asked):
    url = address(name, "export") + ("?" + "&".join(f"{k}={v}" for k, v in asked.items()) if asked else "")
    response = client.post(url, {"format": kind})
    assert response.status_code == 200
    return response


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def sheet(rows):
    """The bytes of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def check(client, name, content, filename="sheet.csv"):
    """What the page says that a file would do."""
    response = client.post(address(name, "import"), {"file": SimpleUploadedFile(filename, content)})
    return response.getvalue().decode()


def nodes(page, path):
    return [" ".join(node.text_content().split()) for node in html.fromstring(page).xpath(path)]


def faults(page):
    """``[row, column, value, cure]`` of each fault."""
    return [nodes(html.tostring(row).decode(), "//th|//td") for row in html.fromstring(page).xpath("//tbody/tr")]


def differences(page):
    """``{title: {column: (before, after)}}``."""
    found = {}
    for item in html.fromstring(page).xpath("//ul[@class='rows']/li"):
        title = item.xpath("string(.//strong)")
        terms, said = item.xpath(".//dt"), item.xpath(".//dd")
        found[title] = {
            term.text_content(): ("".join(one.xpath(".//del/text()")), "".join(one.xpath(".//ins/text()")))
            for term, one in zip(terms, said, strict=True)
        }
    return found


def counts(page):
    return nodes(page, "//p[@class='counts']")[0].split(": ", 1)[1]


def carry_out(client, name, page, **more):
    sealed = html.fromstring(page).xpath("//input[@name='sealed']/@value")
    assert sealed, nodes(page, "//div[@class='report']")
    return client.post(address(name, "import"), {"sealed": sealed[0], **more}).getvalue().decode()


def imported(client, name, rows, **more):
    return carry_out(client, name, check(client, name, sheet(rows)), **more)


def told(page):
    return nodes(page, "//*[@role='status' or @role='alert']")


def make_register():
    """One of everything that a sheet holds."""
    state = Organisation.objects.create(name="Azerbaijan", kind="state", country="AZ", labels={"az": "Azərbaycan"})
    ministry = Organisation.objects.create(
        name="Ministry of Foreign Affairs", short_name="MFA", kind="government", parent=state, founded="1919-XX",
        website="https://mfa.example/",
    )  # fmt: skip
    OrganisationIdentifier.objects.create(organisation=ministry, scheme="wikidata", value="Q1")
    person = Person.objects.create(
        name="Jeyhun Bayramov", family_name="Bayramov", labels={"az": "Ceyhun Bayramov", "ru": "Джейхун Байрамов"}
    )
    PersonName.objects.create(person=person, name="Jeyhun Aziz oglu Bayramov", language="en", former=True)
    PersonName.objects.create(person=person, name="Джейхун Байрамов", language="ru")
    PersonIdentifier.objects.create(person=person, scheme="wikidata", value="Q61952638")
    Person.objects.create(name="Ali Aliyev")
    Person.objects.create(name="Ali Aliyev")
    position = Position.objects.create(
        person=person, organisation=ministry, title="Minister", labels={"az": "Nazir"}, starts="2020-07-16", joint=True
    )
    position.accredited_to.add(state, ministry)
    return person, ministry, position


def workbook(rows):
    """The bytes of a workbook, with days and numbers as spreadsheets make them."""
    book = openpyxl.Workbook()
    table = book.active
    table.append(list(rows[0]))
    for row in rows:
        table.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def only_fault(page):
    [fault] = faults(page)
    return fault
