"""References and slugs."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.names import fold, slugify, words
from pressoffice.ground.identity import CROCKFORD, read_reference, reference_from


@given(st.uuids(version=4))
def test_a_reference_is_six_unmistakable_characters(uid):
    reference = reference_from(uid)

    assert len(reference) == 6
    assert set(reference) <= set(CROCKFORD)
    assert read_reference(f"pr-{reference.lower()}") == reference


def test_letters_that_look_like_digits_are_read_as_digits():
    assert read_reference("PR-OIL0AB") == "0110AB"
    assert reference_from(uuid.UUID(int=0)) == "000000"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Xarici İşlər Nazirliyi: Əliyev", "xarici-isler-nazirliyi-eliyev"),
        ("Министр иностранных дел", "ministr-inostrannykh-del"),
        ("Cristian Terheş", "cristian-terhes"),
        ("Cristian Terheș", "cristian-terhes"),
        ("Marija Pejčinović Burić’s visit", "marija-pejcinovic-burics-visit"),
        ("Straße & Łódź", "strasse-lodz"),
        ("!!!", ""),
    ],
)
def test_slugs_transliterate(text, slug):
    assert slugify(text) == slug


@given(st.text(max_size=200))
def test_a_slug_is_always_safe(text):
    slug = slugify(text)

    assert len(slug) <= 80
    assert all(part.isalnum() and part.isascii() for part in slug.split("-")) or slug == ""


@pytest.mark.parametrize("spelling", ["Terheş", "Terheș", "TERHES", "terhes"])
def test_spellings_of_a_name_are_equal(spelling):
    assert words(spelling) == ["terhes"]


def test_dotless_and_dotted_i_are_one_letter():
    assert fold("Işıq İİ") == "isiq ii"
