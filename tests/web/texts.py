"""A newsroom with something in it: more texts than a page of a list holds, of several kinds, with people in them."""

from django.contrib.auth import get_user_model

from articles.importer.reading_along import read_along
from pressoffice.ground.clock import database_now
from tests.factories import edit, make_article, publish, take

HEADLINES = [
    "Foreign Minister receives the Secretary General of the Council of Europe",
    "Statement on the attack on the Embassy",
    "Media advisory: briefing on the results of the trilateral meeting in Washington",
    "Deputy Minister opens the twelfth session of the Intergovernmental Commission on Economic Cooperation",
    "Ambassador presents letters of credence",
    "On claims about the closing of a checkpoint",
    "Speech at the General Debate of the United Nations General Assembly",
    "Factsheet: four years of demining in figures",
]
KINDS = ["readout", "statement", "media_advisory", "press_release", "press_release", "denial", "speech", "factsheet"]
PARAGRAPHS = [
    "The sides discussed the current state and prospects of bilateral relations, cooperation within international "
    "organisations, and regional and global issues of mutual interest.",
    "Foreign Minister Jeyhun Bayramov said that the agenda of peace would be advanced on the basis of the Joint "
    "Declaration adopted in Washington.",
    "It was noted that the volume of trade had grown by 14 per cent in the first nine months of the year, and that "
    "transport links across the Caspian would be given priority in the coming period.",
    "Questions of journalists are answered every working day; accreditation closes on the eve of the meeting at noon.",
]


def make(number=20, *, writer=None, approver=None):
    """``number`` public texts, by staff of the demonstration; one was corrected since and one withdrawn."""
    users, now = get_user_model().objects, database_now()
    writer, approver = writer or users.get(username="writer"), approver or users.get(username="approver")
    made = []
    for n in range(number):
        words = [PARAGRAPHS[(n + k) % len(PARAGRAPHS)] for k in range(5)]
        body = "".join(f"<p>{one}</p>" for one in words)
        headline = f"{HEADLINES[n % len(HEADLINES)]} ({n})"
        text = make_article(by=writer, now=now, headline=headline, kind=KINDS[n % len(KINDS)], body=body)
        if n < 6:
            read_along(text)
        publish(text, writer=writer, approver=approver, now=now)
        made.append(text)
    corrected, withdrawn = made[:2]
    take(corrected, "correct", by=writer, now=now)
    edit(corrected, by=writer, now=now, correction_class="typo", public_note="A name was wrong.", headline="Put right")
    publish(corrected, writer=writer, approver=approver, now=database_now())
    take(withdrawn, "withdraw", by=approver, now=database_now(), note="Under review.")
