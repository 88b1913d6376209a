"""Remarks on paragraphs: written, answered, resolved. They follow their words through edits; none is ever deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from articles.blocks import Block, blocks, locate
from articles.desk import audit, telling
from articles.desk.access import may_see
from articles.desk.errors import DeskError, RightError
from articles.models.article import Article
from articles.models.review import Comment

LONGEST = 5000  # characters of a comment


@dataclass
class Thread:
    """A comment with its answers, and where it stands in the text as it is: ``block`` None is the whole text or gone.

    ``gone`` says what of its place is no longer in the text: ``"words"``, ``"paragraph"``, or nothing.
    """

    comment: Comment
    answers: list[Comment] = field(default_factory=list)
    block: Block | None = None
    gone: str = ""


# --- Reading ----------------------------------------------------------------------------------------------------------


def open_count(article: Article) -> int:
    """Threads on ``article`` that nobody has resolved."""
    return Comment.objects.filter(article=article, parent=None, resolved_at=None).count()


def threads(article: Article) -> list[Thread]:
    """Every thread on ``article``, oldest first, each where its words stand now. One query, whatever their number."""
    rows = list(Comment.objects.filter(article=article).select_related("by", "resolved_by").order_by("at", "pk"))
    paragraphs = {block.id: block for block in blocks(article.body)}
    found = {row.pk: _placed(Thread(row), paragraphs) for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id is not None:
            found[row.parent_id].answers.append(row)
    return list(found.values())


def _placed(thread: Thread, paragraphs: dict[str, Block]) -> Thread:
    """Find the paragraph by its id, and the words in it; words that moved are found in another paragraph."""
    comment = thread.comment
    if not comment.block:
        return thread
    home = paragraphs.get(comment.block)
    if not comment.words:
        thread.block, thread.gone = home, "" if home else "paragraph"
        return thread
    if home is not None and locate(comment.words, home.text):
        thread.block = home
        return thread
    elsewhere = next((block for block in paragraphs.values() if locate(comment.words, block.text)), None)
    thread.block = elsewhere or home
    if elsewhere is None:
        thread.gone = "words" if home is not None else "paragraph"
    return thread


# --- Writing ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def write(
    article: Article,
    body: str,
    *,
    by: Any,
    now: dt.datetime,
    block: str = "",
    words: str = "",
    parent: Comment | None = None,
) -> Comment:
    """Say ``body`` about a paragraph (``block``; empty: the whole text), or in answer to ``parent``.

    An answer opens a resolved thread again. Whoever it concerns is told. Raises RightError where ``by`` may not see
    the text, DeskError where there is nothing said, too much, or no such paragraph. ``words`` that do not stand in
    the paragraph are left out: the comment is on the paragraph.
    """
    _require_sight(article, by)
    said = body.replace("\r\n", "\n").strip()
    if not said:
        raise DeskError("comment-empty")
    if len(said) > LONGEST:
        raise DeskError("comment-long")
    if parent is not None:
        parent = parent.parent or parent
        if parent.article_id != article.pk:
            raise DeskError("comment-thread")
        block = words = ""
        Comment.objects.filter(pk=parent.pk).exclude(resolved_at=None).update(resolved_at=None, resolved_by=None)
    elif block:
        words = _words_in(article, block, words)
    else:
        words = ""
    comment = Comment.objects.create(
        article=article,
        parent=parent,
        revision=article.revisions.order_by("-number").first(),
        block=block,
        words=words,
        body=said,
        by=by,
        at=now,
    )
    telling.tell_of_comment(comment, now=now)
    said_of = {"block": block, "words": words, "answers": str(parent.uid) if parent else ""}
    audit.record("comment", _subject(article), by=by, now=now, comment=str(comment.uid), body=said, **said_of)
    return comment


def _words_in(article: Article, block: str, words: str) -> str:
    """The words of the paragraph that are meant by ``words``, as they stand there; empty where they do not."""
    text = next((one.text for one in blocks(article.body) if one.id == block), None)
    if text is None:
        raise DeskError("comment-place")
    place = locate(" ".join(words.split()), text)
    return text[slice(*place)] if place else ""


@transaction.atomic
def resolve(comment: Comment, *, by: Any, now: dt.datetime) -> bool:
    """Close a thread; False where it is closed already."""
    _require_sight(comment.article, by)
    thread = comment.parent or comment
    open_one = Comment.objects.filter(pk=thread.pk, resolved_at=None)
    if not open_one.update(resolved_at=now, resolved_by=by):
        return False
    audit.record("comment-resolved", _subject(comment.article), by=by, now=now, comment=str(thread.uid))
    return True


@transaction.atomic
def reopen(comment: Comment, *, by: Any, now: dt.datetime) -> bool:
    """Open a resolved thread again; False where it is open."""
    _require_sight(comment.article, by)
    thread = comment.parent or comment
    closed = Comment.objects.filter(pk=thread.pk).exclude(resolved_at=None)
    if not closed.update(resolved_at=None, resolved_by=None):
        return False
    audit.record("comment-reopened", _subject(comment.article), by=by, now=now, comment=str(thread.uid))
    return True


def _subject(article: Article) -> str:
    return f"article:{article.uid}"


def _require_sight(article: Article, by: Any) -> None:
    if not by.is_active or not by.has_perm("articles.view_article") or not may_see(by, article):
        raise RightError("no-right-to-comment")
