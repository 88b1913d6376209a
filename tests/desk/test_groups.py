"""The groups of an office, over a migrate that brings new rights."""

import pytest
from django.contrib.auth.models import Group, Permission

from articles.desk import groups

pytestmark = pytest.mark.django_db


def rights(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_a_right_that_is_new_reaches_an_office_once_and_what_it_changed_stays():
    writer = Group.objects.get(name="Writer")
    Permission.objects.get(codename="limit_article").delete()  # an office of an older version
    writer.permissions.remove(Permission.objects.get(codename="add_topic"))
    Group.objects.get(name="Sign-off").delete()

    groups.remember()
    groups.install()

    assert "limit_article" in rights("Writer")
    assert "add_topic" not in rights("Writer")
    assert "limit_article" not in rights("Reviewer")
    assert "sign_off_article" in rights("Sign-off")

    writer.permissions.remove(Permission.objects.get(codename="limit_article"))
    groups.remember()
    groups.install()
    groups.install()
    assert "limit_article" not in rights("Writer")


def test_every_right_of_a_group_is_there():
    there = set(Permission.objects.values_list("codename", flat=True))

    for name, codenames in groups.GROUPS.items():
        assert set(codenames) <= there, name
        assert rights(name) == set(codenames)
