"""Runs of capitalised words that may be a person's name: initials, particles, suffixes and nicknames included."""

from __future__ import annotations

from dataclasses import dataclass

from articles.importer.parse.gazetteer import country_of_adjective
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import (
    BODY_NOUNS,
    EVENT_NOUNS,
    MILITARY,
    MONTHS,
    PARTICLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    STOP,
    SUFFIXES,
    TITLES,
    VENUE_NOUNS,
    WEEKDAYS,
)

# Common given names of several languages: they let a name stand without an office, a title or a verb beside it.
GIVEN_NAMES = frozenset(
 """
    james john robert michael william david joseph thomas charles christopher daniel matthew anthony mark donald
    steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin brandon benjamin samuel gregory frank alexander raymond patrick jack
    dennis jerry peter adam nathan henry zachary tyler aaron jose carl walter mary patricia jennifer linda elizabeth
    barbara susan jessica sarah karen nancy lisa betty margaret sandra ashley kimberly emily donna michelle carol
    amanda dorothy melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna brenda
    pamela emma nicole helen samantha katherine christine rachel carolyn janet catherine maria diane ruth julie
    olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline
    martha gloria teresa ann sara madison kathryn jean alice julia grace sophie charlotte claire anne marie pierre
    jacques luc philippe francois antoine louis nicolas hans klaus jurgen wolfgang stefan ursula olaf giuseppe
    giovanni mario marco luca paolo carlos juan luis jorge pedro pablo miguel antonio manuel francisco javier
    fernando ahmed mohammed muhammad mohamed mahmoud ali hassan hussein omar khalid abdullah ibrahim yusuf mustafa
    mehmet ismail murat emre can recep hakan ayse fatma elif zeynep ilham heydar elchin elnur elshad farid kamran
    rashad ramil samir tural anar aydin gunay aysel leyla sevinj gulnara kamala sahiba aygun narmin shahin nurlan
    askar ruslan timur bakyt aibek sergei sergey dmitry dmitri alexei aleksey mikhail nikolai oleg andrei andrey
    yuri viktor victor anatoly konstantin pavel ivan boris olga natalya svetlana elena irina tatiana ekaterina
    volodymyr oleksandr petro andriy dmytro giorgi davit levan nino salome tamar ararat armen hayk ingrida ruta
    jonas tomas kestutis edgars janis krisjanis kaja toomas katri pekka sanna lars anders astrid bjorn olav jens
    mette sven katarina tomasz andrzej radoslaw piotr krzysztof jan karel petr vaclav zuzana milan gabor laszlo
    zoltan ion maia nicolae bogdan ivana ana luka marko petar zoran dragan aleksandar narendra rajesh anil sunil
    sanjay amit priya wei li xi ming jun hiroshi kenji taro yoko shinzo min-ji kwame kofi amina fatima aisha ngozi
    cyril joao luiz jair rui isabel
    """.split()
)  # fmt: skip
_SUFFIXES_AFTER_COMMA = frozenset("jr jr. sr sr. ii iii iv".split())
_JOINED_AT_START = frozenset("el al abdul abd de di von van ibn bin".split())
# Capitalised common nouns that make a run a thing rather than a person.
THINGS = frozenset(
    """
    act action agenda agreement accord alliance amendment anniversary area article award bill campaign center
    challenge charter code communique convention corridor council covenant cup day days declaration decree
    delegation dialogue directive division edition facebook twitter telegram instagram youtube linkedin fair
    festival file framework front games gallery goal goals heritage highway initiative internet joint law league
    list line map market mechanism meeting memorandum month nations note olympic olympics open order pact paper park
    partnership peace phase pipeline plan platform policy prize process product program project protocol railway
    recovery relations report resilience resolution review revolution road route scheme secretariat security series
    session show statement strategy study summit survey support system talks team telecom treaty university view war
    way week world year zone states slides release news website today biosafety biological threat reduction free
    trade green energy human rights middle eastern good friday great patriotic second first easter christmas ramadan
    novruz bible quran republic islamic christian democrats democrat republicans republican conservative labour
    labor socialist communist liberal social media
    """.split()
)


@dataclass(frozen=True, slots=True)
class Run:
    """A possible name: its tokens, whether a title stands before it, and its words without nickname quotes."""

    paragraph: int
    first: int
    last: int
    words: str
    titled: bool
    title_first: int


def claim_titles(paragraph: Paragraph) -> None:
    """Claims "Mr.", "Dr.", "His Excellency", "Lieutenant General" before a capitalised word as ``title``."""
    tokens = paragraph.tokens
    index = 0
    while index < len(tokens):
        end = index
        while paragraph.capital(end) and paragraph.free(end) and tokens[end].low in TITLES:
            end += 1
        if end == index:
            index += 1
            continue
        words = [tokens[i].low for i in range(index, end)]
        pronoun_only = (
            all(word in ("his", "her", "m.", "royal", "majesty", "highness") for word in words)
            and "majesty" not in words
        )
        unit = all(word in MILITARY for word in words) and paragraph.low(end) in (BODY_NOUNS | ROLE_NOUNS)
        if not pronoun_only and not unit and (paragraph.continues(end) or paragraph.low(end) in PARTICLES):
            paragraph.claim(index, end, "title")
        index = end


def name_word(paragraph: Paragraph, index: int) -> bool:
    """Whether token ``index`` may be part of a name."""
    if not (paragraph.capital(index) and paragraph.free(index)):
        return False
    token = paragraph.tokens[index]
    if token.low in STOP and len(token.text) > 2 and token.low not in ("will", "may", "will", "an"):
        return False
    if (
        token.low in MONTHS
        and token.low not in ("may", "april", "june", "august", "jan", "mart", "maya")
        or token.low in WEEKDAYS
    ):
        return False
    return not (
        token.low in BODY_NOUNS or token.low in THINGS or token.low in EVENT_NOUNS or country_of_adjective(token.low)
    ) and (
        token.low not in VENUE_NOUNS
        or token.low in ("palace", "park", "house", "church", "castle", "rooms", "bridge", "tower")
    )


def find_runs(paragraph: Paragraph) -> list[Run]:
    """The possible names in ``paragraph``, in order. Claims nothing."""
    tokens, runs = paragraph.tokens, []
    index = 0
    while index < len(tokens):
        start = index
        if not name_word(paragraph, index):
            named = index and paragraph.owner[index - 1] in ("title", "role") or tokens[index].low in _JOINED_AT_START
            if not (
                named and tokens[index].low in PARTICLES and tokens[index].word and _after_particles(paragraph, index)
            ):
                index += 1
                continue
        if start == index and tokens[start].low in STOP and paragraph.starts_sentence(start):
            index += 1
            continue
        end = _run_end(paragraph, start)
        last = _with_suffix(paragraph, end)
        titled = start > 0 and paragraph.owner[start - 1] == "title" and not tokens[start].line
        title_first = start
        while titled and title_first > 0 and paragraph.owner[title_first - 1] == "title":
            title_first -= 1
        words = _spell(paragraph, start, last)
        runs.append(Run(paragraph.number, start, last, words, titled, title_first))
        index = max(last, start + 1)
    return runs


def _run_end(paragraph: Paragraph, start: int) -> int:
    tokens = paragraph.tokens
    end = start + 1
    while end < len(tokens) and end - start < 9:
        if tokens[end].line:
            break
        if name_word(paragraph, end):
            if tokens[end].low in STOP or tokens[end].low in ROLE_MODIFIERS and tokens[end].low in ("will",):
                break
            end += 1
        elif (
            tokens[end].low in PARTICLES
            and tokens[end].word
            and paragraph.free(end)
            and _after_particles(paragraph, end)
        ):
            end = _after_particles(paragraph, end)
        elif tokens[end].low in ("oglu", "qizi", "kyzy", "ogli", "ogly") and paragraph.free(end):
            end += 1
        elif tokens[end].text in '“"' and name_word(paragraph, end + 1) and paragraph.low(end + 2) in ("”", '"'):
            if not name_word(paragraph, end + 3):
                break
            end += 3
        else:
            break
    return end


def _after_particles(paragraph: Paragraph, index: int) -> int:
    """The token after one to three particles if it is a name word; 0 otherwise."""
    end = index
    while end < index + 3 and paragraph.low(end) in PARTICLES and paragraph.free(end):
        end += 1
    return end + 1 if name_word(paragraph, end) and not paragraph.tokens[end].line else 0


def _with_suffix(paragraph: Paragraph, end: int) -> int:
    comma = 1 if paragraph.low(end) == "," else 0
    suffix = paragraph.low(end + comma)
    fits = suffix in (_SUFFIXES_AFTER_COMMA if comma else SUFFIXES - {"mp", "mep"})
    return end + comma + 1 if fits else end


def _spell(paragraph: Paragraph, first: int, last: int) -> str:
    """The name as printed, without the nickname in quotation marks."""
    words = paragraph.words(first, last)
    tokens = paragraph.tokens
    for i in range(first, last - 2):
        if tokens[i].text in '“"' and tokens[i + 2].text in '”"':
            words = f"{paragraph.words(first, i)} {paragraph.words(i + 3, last)}"
            break
    return words


def looks_like_person(run: Run) -> bool:
    """Whether the first word of the run is a common given name."""
    return run.last - run.first > 1 and run.words.split()[0].lower().strip(".") in GIVEN_NAMES
