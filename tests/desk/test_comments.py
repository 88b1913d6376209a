"""Comments on paragraphs, as staff write, answer and resolve them; and who has a text in hand."""

import orjson
import pytest
from django.urls import reverse
from lxml import html

from articles.blocks import blocks
from articles.desk import assigning, comments, preflight
from articles.desk.errors import DeskError, RightError, StaleError
from articles.models import AuditEntry, Comment, Notice
from tests.desk.admin_forms import change_url, form_data, told
from tests.factories import NOW, edit, make_approver, make_article, make_user, make_writer, minutes, publish
from tests.statements import statements

pytestmark = pytest.mark.django_db

BODY = "<p>The ministers met in Baku on Monday.</p><p>They talked about water and roads.</p>"


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def reviewer():
    return make_user("Reviewer", name="reviewer")


@pytest.fixture
def article(writer):
    return make_article(by=writer, body=BODY)


def first_id(article):
    return blocks(article.body)[0].id


def post(client, article, **said):
    return client.post(reverse("admin:articles_article_comments", args=[article.pk]), said, follow=True)


def place(article):
    article.refresh_from_db()
    thread = comments.threads(article)[0]
    return thread.block.text if thread.block else None, thread.gone


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_a_reviewer_comments_on_words_and_the_author_answers(client, article, writer, reviewer):
    client.force_login(reviewer)
    page = post(client, article, act="write", block=first_id(article), words="on  Monday", body="<b>Which?</b>")

    comment = Comment.objects.get()
    assert (comment.words, comment.block, comment.revision.number) == ("on Monday", first_id(article), 1)
    assert "&lt;b&gt;Which?&lt;/b&gt;" in page.content.decode()
    assert list(Notice.objects.values_list("user__username", "kind")) == [("writer", "comment")]

    client.force_login(writer)
    post(client, article, act="answer", comment=comment.pk, body="The third.", back="form")
    assert Notice.objects.get(user=reviewer).path.endswith(f"#comment-{comment.answers.get().pk}")
    assert comments.open_count(article) == 1


def test_a_thread_is_resolved_hidden_shown_and_opened_again(client, article, reviewer):
    client.force_login(reviewer)
    comment = comments.write(article, "Which?", by=reviewer, now=NOW)

    page = post(client, article, act="resolve", comment=comment.pk)

    assert comments.open_count(article) == 0
    assert preflight.warnings(article) == []
    assert (len(page.context["threads"]), page.context["resolved_threads"]) == (0, 1)
    everything = client.get(reverse("admin:articles_article_comments", args=[article.pk]), {"comments": "all"})
    assert len(everything.context["threads"]) == 1
    post(client, article, act="reopen", comment=comment.pk)
    assert preflight.warnings(article) == ["1 comment is not resolved."]
    post(client, article, act="resolve", comment=comment.pk)
    post(client, article, act="answer", comment=comment.pk, body="Not quite.")
    assert comments.open_count(article) == 1


def test_comments_are_in_the_record_with_their_words(article, reviewer):
    comment = comments.write(article, "Which?", by=reviewer, now=NOW, block=first_id(article), words="Monday")
    comments.resolve(comment, by=reviewer, now=NOW)

    acts = AuditEntry.objects.filter(subject=f"article:{article.uid}", action__startswith="comment").order_by("number")
    assert [act.action for act in acts] == ["comment", "comment-resolved"]
    detail = orjson.loads(acts[0].detail)
    assert (detail["body"], detail["words"], detail["comment"]) == ("Which?", "Monday", str(comment.uid))


@pytest.mark.parametrize(
    ("said", "code"),
    [("  \n ", "comment-empty"), ("x" * 5001, "comment-long")],
)
def test_nothing_and_too_much_are_refused(article, reviewer, said, code):
    with pytest.raises(DeskError) as refused:
        comments.write(article, said, by=reviewer, now=NOW)

    assert (refused.value.code, Comment.objects.count()) == (code, 0)


def test_a_paragraph_that_is_gone_or_a_thread_of_another_text_is_refused(article, writer, reviewer):
    with pytest.raises(DeskError):
        comments.write(article, "Which?", by=reviewer, now=NOW, block="nowhere")
    other = comments.write(make_article(by=writer), "There.", by=reviewer, now=NOW)
    with pytest.raises(DeskError):
        comments.write(article, "Here.", by=reviewer, now=NOW, parent=other)


def test_a_limited_text_is_commented_on_by_nobody_who_may_not_see_it(client, article, writer, reviewer):
    comment = comments.write(article, "Which?", by=reviewer, now=NOW)
    type(article).objects.filter(pk=article.pk).update(limited=True)
    article.refresh_from_db()
    client.force_login(reviewer)

    assert post(client, article, act="write", body="Still here?").status_code == 404
    with pytest.raises(RightError):
        comments.resolve(comment, by=reviewer, now=NOW)
    comments.write(article, "Answer.", by=writer, now=NOW + minutes(1), parent=comment)
    assert not Notice.objects.filter(user=reviewer).exists()


def test_what_is_typed_wrongly_is_shown_again(client, article, reviewer):
    client.force_login(reviewer)

    page = post(client, article, act="write", block=first_id(article), body="")

    assert (page.status_code, Comment.objects.count()) == (400, 0)
    assert told(page) == ["This field is required."]
    assert post(client, article, act="delete").status_code == 400
    assert post(client, article, act="resolve", comment="9" * 30).status_code == 404


# --- Following the words ----------------------------------------------------------------------------------------------


def test_a_comment_stays_with_its_paragraph_while_others_are_edited_and_moved(article, writer, reviewer):
    comments.write(article, "Which?", by=reviewer, now=NOW, block=first_id(article), words="on Monday")

    one, two = (block.html for block in blocks(article.body))
    edit(article, by=writer, body=f"<p>Above.</p>{two}{one.replace('Baku', 'Ganja')}")

    assert place(article) == ("The ministers met in Ganja on Monday.", "")


def test_a_comment_says_when_its_words_or_its_paragraph_are_gone(article, writer, reviewer):
    comments.write(article, "Which?", by=reviewer, now=NOW, block=first_id(article), words="on Monday")
    one, two = (block.html for block in blocks(article.body))

    edit(article, by=writer, body=one.replace(" on Monday", "") + two)
    assert place(article) == ("The ministers met in Baku.", "words")
    edit(article, by=writer, body=two)
    assert place(article) == (None, "paragraph")
    edit(article, by=writer, body=two.replace("water", "water on Monday"))
    assert place(article) == ("They talked about water on Monday and roads.", "")


# --- The panel --------------------------------------------------------------------------------------------------------


def test_the_panel_beside_the_text_costs_the_same_with_many_threads(client, article, writer, reviewer):
    client.force_login(writer)
    client.get(change_url(article))

    def queries():
        with statements() as asked:
            page = client.get(change_url(article))
        return page, len(asked)

    comments.write(article, "One.", by=reviewer, now=NOW)
    page, few = queries()
    for n in range(4):
        thread = comments.write(article, f"{n}", by=reviewer, now=NOW + minutes(n))
        comments.write(article, "Yes.", by=writer, now=NOW + minutes(n), parent=thread)
    page, many = queries()

    assert (many, len(html.fromstring(page.content).find_class("comment-thread"))) == (few, 5)


def test_a_script_gets_the_panel_alone(client, article, reviewer):
    client.force_login(reviewer)
    url = reverse("admin:articles_article_comments", args=[article.pk])

    answer = client.post(url, {"act": "write", "body": "Which?"}, headers={"X-Requested-With": "fetch"})

    assert answer.content.decode().lstrip().startswith('<section class="panel comments"')
    assert "Which?" in answer.content.decode()


# --- Work -------------------------------------------------------------------------------------------------------------


def test_a_text_is_given_to_somebody_without_becoming_theirs(client, article, writer):
    approver, helper = make_approver(name="approver"), make_writer(name="helper", email="helper@press.example")
    publish(article, writer=writer, approver=approver)
    article.refresh_from_db()
    version, revisions = article.version, article.revisions.count()
    client.force_login(approver)
    url = reverse("admin:articles_article_work", args=[article.pk])
    page = html.fromstring(client.get(change_url(article)).content)
    over = page.get_element_by_id("work").xpath(".//input[@name='over']")[0].value

    said = {"assignee": helper.pk, "due_at": "2100-01-02T10:00", "priority": 1, "over": over}
    assert told(client.post(url, said, follow=True)) == ["Who has the text in hand is written down."]

    article.refresh_from_db()
    assert (article.assignee, article.priority) == (helper, 1)
    assert (article.version, article.revisions.count()) == (version, revisions)
    assert Notice.objects.get(user=helper).kind == "assigned"
    late = client.post(url, said | {"assignee": ""}, follow=True)
    assert told(late) == ["Somebody changed that after you opened the text. Look at it again first."]
    assert client.post(url, said | {"over": "forged"}, follow=True).status_code == 200


def test_assigning_is_refused_to_who_may_not_and_to_who_cannot_work_on_it(article, writer, reviewer):
    guest, outsider = make_user(name="guest"), make_user("Media librarian", name="outsider")
    said = {"due_at": None, "priority": 3, "over": assigning.state_of(article), "now": NOW}

    with pytest.raises(RightError):
        assigning.assign(article, by=outsider, assignee=writer, **said)
    with pytest.raises(DeskError):
        assigning.assign(article, by=writer, assignee=guest, **said)
    assert assigning.assign(article, by=writer, assignee=reviewer, **said)
    with pytest.raises(StaleError):
        assigning.assign(article, by=writer, assignee=writer, **said)


def test_a_save_of_the_text_leaves_the_assignee_as_it_is_by_then(client, article, writer, reviewer):
    client.force_login(writer)
    data = form_data(client.get(change_url(article)))
    over = assigning.state_of(article)
    assigning.assign(article, by=writer, assignee=reviewer, due_at=NOW, priority=2, over=over, now=NOW)

    client.post(change_url(article), data | {"headline": "Another"})

    article.refresh_from_db()
    assert (article.headline, assigning.state_of(article)) == ("Another", (reviewer.pk, NOW, 2))


def test_an_overdue_text_says_so(client, article, writer):
    client.force_login(writer)
    type(article).objects.filter(pk=article.pk).update(due_at="2020-01-01T00:00Z")

    assert "Overdue" in client.get(change_url(article)).content.decode()
    article.refresh_from_db()
    assert assigning.is_overdue(article, NOW)
