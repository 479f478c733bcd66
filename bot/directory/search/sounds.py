"""Writing a word down as it sounds in English, so that `sykology` is near psychology."""

import re
from functools import lru_cache

# In this order; letters that are not heard go, and all vowels are one.
_HEARD = tuple(
    (re.compile(spelt), heard)
    for spelt, heard in (
        ("^psych", "sak"), ("^ps", "s"), ("^kn|^gn", "n"), ("^wr", "r"), ("ph", "f"), ("gh", ""), ("ck|qu?", "k"),
        ("x", "ks"),
        ("[ts]ion|cian", "$n"), ("[tc]ial", "$l"), ("[tc]ious", "$s"), ("sc(?=[eiy])", "s"), ("dge", "j"),
        ("c(?=[eiy])", "s"), ("g(?=[eiy])", "j"), ("ch", "%"), ("sh", "$"), ("c", "k"), ("z", "s"),
        ("(?<=.)h", ""), ("[aeiouyw]+", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """Return the sounds of a word, one letter or sign each; vowels at its end are left out."""
    for spelt, heard in _HEARD:
        word = spelt.sub(heard, word)
    return word.rstrip("a") or word
