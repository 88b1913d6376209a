"""Names and words reduced to forms in which spellings of the same name are equal, in any script and practice.

Pure Python: standard and text libraries only. Serves search, slugs, autocomplete, the importer, the API and look-ups.
No function here takes a single word for a person: "Aliyev" is many people.
"""

from people.names.letters import cyrillic, fold, latin, slugify, words
from people.names.nearness import NEAR, near
from people.names.sorting import index_letters, sort_key
from people.names.spelling import equal, key, lookups, names_somebody, spellings, word_spellings

__all__ = [
    "NEAR",
    "cyrillic",
    "equal",
    "fold",
    "index_letters",
    "key",
    "latin",
    "lookups",
    "names_somebody",
    "near",
    "slugify",
    "sort_key",
    "spellings",
    "word_spellings",
    "words",
]
