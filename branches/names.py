"""Chinese names: the one key by which they are sorted and searched."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

KEY_LENGTH = 300


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return pinyin, initials and the name itself: `yangliu yl 杨柳`.

    Sorting by it is pinyin order on every database; searching it finds a name by its
    characters, its pinyin or its initials. At most KEY_LENGTH characters.
    """
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    initials = "".join(syllable[:1] for syllable in syllables)
    return f"{''.join(syllables)} {initials} {name}".lower()[:KEY_LENGTH]
