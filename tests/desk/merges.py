"""What tests of merging share: two people who are one, texts that name them, and what the database holds."""

from django.apps import apps
from django.db import connection
from django.utils import timezone

from articles.desk.merging import merge
from articles.models import Citation, Participant
from people.models import PersonIdentifier, PersonName
from tests.factories import (
    Event,
    EventLink,
    Mention,
    Organisation,
    Person,
    Position,
    Statement,
    edit,
    make_approver,
    make_article,
    make_writer,
    minutes,
    publish,
)

# What a merge and its undoing leave behind on purpose: the log, the record of acts, the merge itself.
LEFT = {"articles_change", "articles_changecounter", "articles_auditentry", "articles_audithead", "articles_merge"}
COUNTERS = {"public_changes", "sequence"}


def dump():
    """Every row of every table as the database has it, but for what is left behind on purpose."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in LEFT:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            rows = [{n: v for n, v in zip(names, row, strict=True) if n not in COUNTERS} for row in cursor.fetchall()]
            found[table] = sorted(map(repr, rows))
    return found


def indexed():
    """What the index over the documents says, without the keys of its rows."""
    found = []
    for model in apps.get_app_config("articles").get_models():
        if any(field.name == "edition" for field in model._meta.concrete_fields):
            names = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
            rows = model._base_manager.exclude(edition=None).values_list(*names)
            found += [(model.__name__, *map(repr, row)) for row in rows]
    return sorted(found)


def make_pair():
    """Two people with other spellings, who turn out to be one."""
    source = Person.objects.create(name="Jeyhun Bayramov")
    target = Person.objects.create(name="Ceyhun Bayramov")
    PersonName.objects.create(person=source, name="Джейхун Байрамов", language="ru")
    PersonIdentifier.objects.create(person=source, scheme="viaf", value="123")
    source.save()
    return source, target


def tell(*people, event=None, topics=(), source=None, public=True, positions=None, by=None, approver=None):
    """A text, public unless said otherwise, in which each of the people speaks and takes part."""
    now, writer = timezone.now(), by or make_writer()
    article = make_article(by=writer, now=now - minutes(10), body="<p>They met.</p><p>They agreed.</p>")
    for person in people:
        said = Statement.objects.create(article=article, words="They agreed.", verb="said")
        position = (positions or {}).get(person)
        shared = {"article": article, "person": person, "position": position}
        Mention.objects.create(**shared, relation="speaker", statement_uid=said.uid, words="They")
        Mention.objects.create(**shared, relation="participant", words="met")
    if event:
        EventLink.objects.create(article=article, event=event)
    if source:
        Citation.objects.create(article=article, source=source)
    article.topics.set(topics)
    edit(article, by=writer, now=now - minutes(9))
    if public:
        publish(article, writer=writer, approver=approver or make_approver(), now=now - minutes(8))
    article.refresh_from_db()
    return article


def one_of_everything(pair):
    """Both people in one text and apart, in work and public, at one event, with posts; and rows of every register."""
    source, target = pair
    now = timezone.now()
    ministry = Organisation.objects.create(name="Foreign Ministry")
    posts = {
        source: Position.objects.create(person=source, organisation=ministry, title="Minister", starts="2020"),
        target: Position.objects.create(
            person=target, organisation=ministry, title="Envoy", public_from=now - minutes(30), settled_at=now
        ),
    }
    posts[source].accredited_to.add(Organisation.objects.create(name="Ruritania"))
    event = Event.objects.create(name="Talks")
    Participant.objects.create(event=event, person=source, role="Minister")
    Participant.objects.create(event=event, person=target)
    Participant.objects.create(event=Event.objects.create(name="Lunch", within=event), person=source)
    tell(source, event=event, positions=posts)
    tell(target, positions=posts)
    tell(source, target, event=event, positions=posts)
    tell(source, public=False, positions=posts)
    earlier = Person.objects.create(name="C. Bayramov")
    merge(earlier, source, by=make_writer(), now=now)
    source.refresh_from_db()
    target.refresh_from_db()
    return ministry, event
