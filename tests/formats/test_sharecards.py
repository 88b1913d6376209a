"""The picture of an edition: only while it is public, drawn once, forgotten when the words are taken back."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from articles import sharecards, visible
from articles.models.edition import Edition
from tests.factories import edit, make_approver, make_article, make_public, make_writer, minutes, publish, take
from tests.statements import statements

LETTERS = (
    "AaBbCcÇçDdEeƏəFfGgĞğHhXxIıİiJjKkQqLlMmNnOoÖöPpRrSsŞşTtUuÜüVvYyZz"  # Azerbaijani
    "АаБбВвГгДдЕеЁёЖжЗзИиЙйКкЛлМмНнОоПпРрСсТтУуФфХхЦцЧчШшЩщЪъЫыЬьЭэЮюЯя"  # Russian
    "ĂăÂâÎîȘșŢţČčĆćŠšŽžĐđŁłÑñÉéÄäß0123456789“”„«»’–—…·№€%"
)


def path_of(edition):
    return f"/cards/{edition.uid}.png"


def files_of(edition):
    return list(Path(settings.VAR, "cards").glob(f"{edition.uid}.*"))


@pytest.fixture
def ask(client):
    """``ask(edition)``: the answer to its picture, now."""

    def answer(edition, **headers):
        visible.forget()
        return client.get(path_of(edition), headers=headers)

    return answer


@pytest.mark.django_db
def test_card_of_a_public_edition_is_a_picture_of_the_size_sites_ask_for(ask):
    make_public(now=timezone.now(), headline="Nazirlər “sülh” haqqında danışdılar: Ягуб Эйюбов və Cristian Terheş")
    edition = Edition.objects.get()

    answer = ask(edition)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert ask(edition).content == answer.content
    assert [file.read_bytes() for file in files_of(edition)] == [answer.content]
    assert ask(edition, if_none_match=answer.headers["ETag"]).status_code == 304


@pytest.mark.django_db
def test_card_costs_one_statement(client):
    make_public(now=timezone.now())
    path = path_of(Edition.objects.get())
    visible.forget()
    client.get(path)

    with statements() as captured:
        assert client.get(path).status_code == 200

    assert len(captured) == 1


@pytest.mark.django_db
def test_card_of_a_coming_or_held_edition_is_answered_like_one_that_never_was(ask):
    now = timezone.now()
    writer, approver = make_writer(), make_approver()
    make_public(writer=writer, approver=approver, now=now, at=now + minutes(10))
    publish(make_article(by=writer, now=now), writer=writer, approver=approver, now=now, hold=True)

    for edition in Edition.objects.all():
        never = Edition(uid="00000000-0000-4000-8000-000000000000")
        found, unknown = ask(edition), ask(never)
        assert (found.status_code, unknown.status_code) == (404, 404)
        assert found.content.replace(str(edition.uid).encode(), b"") == unknown.content.replace(never.uid.encode(), b"")
        assert files_of(edition) == []


@pytest.mark.django_db
def test_card_leads_on_to_that_of_the_edition_that_follows(ask):
    writer, approver, now = make_writer(), make_approver(), timezone.now() - minutes(5)
    article = make_public(writer=writer, approver=approver, now=now)
    first = Edition.objects.get()
    take(article, "correct", by=writer, now=now + minutes(1))
    said = {"correction_class": "typo", "public_note": "The tense was wrong."}
    edit(article, by=writer, now=now + minutes(1), headline="Ministers met", **said)
    take(article, "submit", by=writer, now=now + minutes(1))
    take(article, "approve", by=approver, now=now + minutes(2))
    second = Edition.objects.get(number=2)

    answer = ask(first)

    assert (answer.status_code, answer.headers["Location"]) == (302, path_of(second))
    assert ask(second).status_code == 200


@pytest.mark.django_db
def test_card_of_a_retracted_text_is_gone_and_so_is_its_file(ask):
    article = make_public(now=timezone.now() - minutes(5))
    edition = Edition.objects.get()
    assert ask(edition).status_code == 200

    take(article, "retract", by=make_approver(), now=timezone.now(), note="Issued in error.")

    assert ask(edition).status_code == 410
    assert files_of(edition) == []


@pytest.mark.django_db
def test_card_of_a_withdrawn_text_looks_otherwise(ask):
    article = make_public(now=timezone.now() - minutes(5))
    before = ask(Edition.objects.get()).content

    take(article, "withdraw", by=make_approver(), now=timezone.now(), note="No longer so.")

    after = ask(Edition.objects.get(number=2)).content
    alarm = tuple(bytes.fromhex(sharecards.ALARM[1:]))
    pictures = [Image.open(BytesIO(content)).convert("RGB") for content in (before, after)]
    assert [alarm in [colour for _count, colour in one.getcolors()] for one in pictures] == [False, True]


def test_the_font_has_the_letters_of_every_language_of_the_site():
    assert [letter for letter in LETTERS if not sharecards._has(letter)] == []
    assert sharecards._has("\u4e2d") is False
    assert sharecards._readable("\u4e2d\u6587\u65b0\u95fb") == ""


@pytest.mark.parametrize("title", ["", "A", "Word " * 60, "Donaudampfschifffahrtsgesellschaft" * 8, "\u4e2d\u6587"])
def test_any_title_can_be_drawn(title):
    edition = Edition(
        title=title, language="en", kind="press_release", edition_class="first", article_reference="7KQM3X",
        published_at=timezone.now(),
    )  # fmt: skip

    assert Image.open(BytesIO(sharecards.drawn(edition))).size == (1200, 630)
