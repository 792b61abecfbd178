"""Whole numbers in words, in the languages and genders that sums of money need.

num2words (Odoo's pinned version) knows English, French, Russian and Ukrainian, but no Bulgarian and
no Greek, and no gender outside Russian.
"""

from num2words import num2words

MOST = 10**12  # beyond it no language here has words: digits are printed

# === BULGARIAN === #

BG_ONES = (
    *('нула', 'един', 'два', 'три', 'четири', 'пет', 'шест', 'седем', 'осем', 'девет', 'десет'),
    *('единадесет', 'дванадесет', 'тринадесет', 'четиринадесет', 'петнадесет', 'шестнадесет'),
    *('седемнадесет', 'осемнадесет', 'деветнадесет'),
)
BG_GENDERS = {'f': {1: 'една', 2: 'две'}, 'n': {1: 'едно', 2: 'две'}, 'm': {}}
BG_HUNDREDS = (
    *('', 'сто', 'двеста', 'триста', 'четиристотин', 'петстотин', 'шестстотин', 'седемстотин'),
    *('осемстотин', 'деветстотин'),
)
BG_SCALES = ((10**9, 'милиард', 'милиарда', 'm'), (10**6, 'милион', 'милиона', 'm'))


def _bg_parts(number, gender):
    """Return the words of a number below 1000, of which the last is joined by "и"."""
    parts = []
    if number >= 100:
        parts.append(BG_HUNDREDS[number // 100])
    number %= 100
    if number >= 20:
        parts.append(f'{BG_ONES[number // 10]}десет')
        number %= 10
    if number:
        parts.append(BG_GENDERS[gender].get(number, BG_ONES[number]))
    return parts


def _bg_join(parts):
    return ' и '.join(filter(None, (' '.join(parts[:-1]), parts[-1])))


def _bg(number, gender):
    groups = []
    for scale, one, many, scale_gender in BG_SCALES:
        count, number = divmod(number, scale)
        if count:
            name = one if count == 1 else many
            groups.append([f'{_bg_join(_bg_parts(count, scale_gender))} {name}'])
    thousands, number = divmod(number, 1000)
    if thousands:
        said = f'{_bg_join(_bg_parts(thousands, "f"))} хиляди' if thousands > 1 else 'хиляда'
        groups.append([said])
    if number:
        groups.append(_bg_parts(number, gender))
    # The last group is joined by "и" when it is one word: хиляда и сто, хиляда сто и един.
    last = _bg_join(groups[-1])
    return ' '.join(
        [group[0] for group in groups[:-1]]
        + (['и'] if len(groups) > 1 and len(groups[-1]) == 1 and number else [])
        + [last]
    )


# === GREEK === #

EL_ONES = {
    'n': (
        *('μηδέν', 'ένα', 'δύο', 'τρία', 'τέσσερα', 'πέντε', 'έξι', 'επτά', 'οκτώ', 'εννέα'),
        *('δέκα', 'έντεκα', 'δώδεκα', 'δεκατρία', 'δεκατέσσερα', 'δεκαπέντε', 'δεκαέξι'),
        *('δεκαεπτά', 'δεκαοκτώ', 'δεκαεννέα'),
    ),
}
EL_FEMININE = {1: 'μία', 3: 'τρεις', 4: 'τέσσερις', 13: 'δεκατρείς', 14: 'δεκατέσσερις'}
EL_ONES['f'] = tuple(EL_FEMININE.get(n, word) for n, word in enumerate(EL_ONES['n']))
EL_TENS = (
    *('', '', 'είκοσι', 'τριάντα', 'σαράντα', 'πενήντα', 'εξήντα', 'εβδομήντα', 'ογδόντα'),
    'ενενήντα',
)
EL_HUNDREDS = (
    *('', 'εκατό', 'διακόσι', 'τριακόσι', 'τετρακόσι', 'πεντακόσι', 'εξακόσι', 'επτακόσι'),
    *('οκτακόσι', 'εννιακόσι'),
)
EL_SCALES = (
    (10**9, 'δισεκατομμύριο', 'δισεκατομμύρια'),
    (10**6, 'εκατομμύριο', 'εκατομμύρια'),
)


def _el_below_thousand(number, gender):
    parts = []
    hundreds, number = divmod(number, 100)
    if hundreds == 1:
        parts.append('εκατόν' if number else 'εκατό')
    elif hundreds:
        parts.append(EL_HUNDREDS[hundreds] + ('α' if gender == 'n' else 'ες'))
    if number >= 20:
        parts.append(EL_TENS[number // 10])
        number %= 10
    if number:
        parts.append(EL_ONES[gender][number])
    return ' '.join(parts)


def _el(number, gender):
    parts = []
    for scale, one, many in EL_SCALES:
        count, number = divmod(number, scale)
        if count:
            parts.append(f'{_el_below_thousand(count, "n")} {one if count == 1 else many}')
    thousands, number = divmod(number, 1000)
    if thousands == 1:
        parts.append('χίλια' if gender == 'n' else 'χίλιες')
    elif thousands:
        parts.append(f'{_el_below_thousand(thousands, "f")} χιλιάδες')
    if number:
        parts.append(_el_below_thousand(number, gender))
    return ' '.join(parts)


# === LANGUAGES OF NUM2WORDS === #

# Its words are masculine: what the last one is otherwise.
LAST_WORDS = {
    ('fr', 'f'): {'un': 'une'},
    ('ru', 'f'): {'один': 'одна', 'два': 'две'},
    ('ru', 'n'): {'один': 'одно'},
    ('uk', 'm'): {'одна': 'один', 'двi': 'два', 'дві': 'два'},
    ('uk', 'n'): {'одна': 'одне', 'один': 'одне', 'двi': 'два', 'дві': 'два'},
    ('uk', 'f'): {'один': 'одна', 'два': 'дві'},
}


def _by_library(number, lang, gender):
    words = num2words(number, lang=lang)
    if lang == 'uk':
        words = words.replace('i', 'і')  # num2words spells Ukrainian with a Latin i
    *first, last = words.split(' ')
    return ' '.join([*first, LAST_WORDS.get((lang, gender), {}).get(last, last)])


def number_in_words(number, lang, gender='m'):
    """Return a number in words.

    :param int number: from 0
    :param str lang: of two letters
    :param str gender: 'm', 'f' or 'n', of what is counted
    :return: the words; None in a language without
    """
    if number >= MOST:
        return None
    if lang in ('bg', 'el') and not number:
        return BG_ONES[0] if lang == 'bg' else EL_ONES['n'][0]
    if lang == 'bg':
        return _bg(number, gender)
    if lang == 'el':
        return _el(number, 'f' if gender == 'f' else 'n')
    try:
        return _by_library(number, lang, gender)
    except NotImplementedError:
        return None  # a language that the library lacks: whoever asks falls back to English
