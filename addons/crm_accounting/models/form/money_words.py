"""A sum of money in words: the units as words, their hundredths as digits, as banks want it."""

from decimal import Decimal

from .number_words import number_in_words

# By language and currency: gender of the unit, its forms and those of its hundredth.
# Forms: for 1 and for more; in Russian and Ukrainian for 1, for 2 to 4 and for more.
UNITS = {
    'en': {
        'EUR': ('n', ('euro', 'euros'), ('cent', 'cents')),
        'USD': ('n', ('US dollar', 'US dollars'), ('cent', 'cents')),
        'GBP': ('n', ('pound sterling', 'pounds sterling'), ('penny', 'pence')),
        'BGN': ('n', ('Bulgarian lev', 'Bulgarian levs'), ('stotinka', 'stotinki')),
        'RUB': ('n', ('Russian rouble', 'Russian roubles'), ('kopeck', 'kopecks')),
        'UAH': ('n', ('Ukrainian hryvnia', 'Ukrainian hryvnias'), ('kopiyka', 'kopiykas')),
    },
    'fr': {
        'EUR': ('m', ('euro', 'euros'), ('centime', 'centimes')),
        'USD': ('m', ('dollar américain', 'dollars américains'), ('cent', 'cents')),
        'GBP': ('f', ('livre sterling', 'livres sterling'), ('penny', 'pence')),
        'BGN': ('m', ('lev bulgare', 'leva bulgares'), ('stotinka', 'stotinki')),
        'RUB': ('m', ('rouble russe', 'roubles russes'), ('kopeck', 'kopecks')),
        'UAH': ('f', ('hryvnia', 'hryvnias'), ('kopiyka', 'kopiykas')),
    },
    'bg': {
        'EUR': ('n', ('евро', 'евро'), ('цент', 'цента')),
        'USD': ('m', ('щатски долар', 'щатски долара'), ('цент', 'цента')),
        'GBP': ('m', ('британски паунд', 'британски паунда'), ('пени', 'пенса')),
        'BGN': ('m', ('лев', 'лева'), ('стотинка', 'стотинки')),
        'RUB': ('f', ('руска рубла', 'руски рубли'), ('копейка', 'копейки')),
        'UAH': ('f', ('гривня', 'гривни'), ('копейка', 'копейки')),
    },
    'el': {
        'EUR': ('n', ('ευρώ', 'ευρώ'), ('λεπτό', 'λεπτά')),
        'USD': ('n', ('δολάριο ΗΠΑ', 'δολάρια ΗΠΑ'), ('σεντ', 'σεντ')),
        'GBP': ('f', ('λίρα στερλίνα', 'λίρες στερλίνες'), ('πένα', 'πένες')),
        'BGN': ('n', ('λεβ', 'λεβ'), ('στοτίνκα', 'στοτίνκι')),
        'RUB': ('n', ('ρούβλι', 'ρούβλια'), ('καπίκι', 'καπίκια')),
        'UAH': ('f', ('γρίβνα', 'γρίβνες'), ('κοπίικα', 'κοπίικες')),
    },
    'ru': {
        'EUR': ('m', ('евро', 'евро', 'евро'), ('цент', 'цента', 'центов')),
        'USD': (
            'm',
            ('доллар США', 'доллара США', 'долларов США'),
            ('цент', 'цента', 'центов'),
        ),
        'GBP': (
            'm',
            ('фунт стерлингов', 'фунта стерлингов', 'фунтов стерлингов'),
            ('пенс', 'пенса', 'пенсов'),
        ),
        'BGN': (
            'm',
            ('болгарский лев', 'болгарских лева', 'болгарских левов'),
            ('стотинка', 'стотинки', 'стотинок'),
        ),
        'RUB': ('m', ('рубль', 'рубля', 'рублей'), ('копейка', 'копейки', 'копеек')),
        'UAH': ('f', ('гривна', 'гривны', 'гривен'), ('копейка', 'копейки', 'копеек')),
    },
    'uk': {
        'EUR': ('n', ('євро', 'євро', 'євро'), ('цент', 'центи', 'центів')),
        'USD': (
            'm',
            ('долар США', 'долари США', 'доларів США'),
            ('цент', 'центи', 'центів'),
        ),
        'GBP': (
            'm',
            ('фунт стерлінгів', 'фунти стерлінгів', 'фунтів стерлінгів'),
            ('пенс', 'пенси', 'пенсів'),
        ),
        'BGN': (
            'm',
            ('болгарський лев', 'болгарські леви', 'болгарських левів'),
            ('стотинка', 'стотинки', 'стотинок'),
        ),
        'RUB': ('m', ('рубль', 'рублі', 'рублів'), ('копійка', 'копійки', 'копійок')),
        'UAH': ('f', ('гривня', 'гривні', 'гривень'), ('копійка', 'копійки', 'копійок')),
    },
}
MINUS = {'fr': 'moins', 'bg': 'минус', 'el': 'μείον', 'ru': 'минус', 'uk': 'мінус'}


def amount_in_words(amount, currency, lang, decimals=2):
    """Return a sum in words: "Two euros 05 cents".

    A currency that has no words here is called by its code and its part is a fraction, as in
    "Two CHF 05/100". A language without number words gets English ones.

    :param float amount: rounded already
    :param str currency: ISO code
    :param str lang: ISO code, 'en' or 'en_GB'
    :param int decimals: of the currency
    """
    lang = (lang or 'en').partition('_')[0]
    text = f'{Decimal(abs(amount)):.{decimals}f}'
    whole, _point, part = text.partition('.')
    count = int(whole)
    if number_in_words(1, lang) is None:
        lang = 'en'
    gender, forms, part_forms = UNITS.get(lang, {}).get(currency, ('m', None, None))
    words = number_in_words(count, lang, gender) or f'{count:,}'.replace(',', '\N{NO-BREAK SPACE}')
    said = [words, _linked(count, _choose(forms, count, lang), lang) if forms else currency]
    if part and decimals == 2 and forms:
        said += [part, _choose(part_forms, int(part), lang)]
    elif part:
        said.append(f'{part}/1{"0" * decimals}')
    if amount < 0 and text.strip('0.'):
        said.insert(0, MINUS.get(lang, 'minus'))
    text = ' '.join(said)
    return text[:1].upper() + text[1:]


def _choose(forms, count, lang):
    """Return the form of a noun that goes with a number."""
    if lang in ('ru', 'uk'):
        if count % 100 in range(11, 15):
            return forms[2]
        return forms[{1: 0, 2: 1, 3: 1, 4: 1}.get(count % 10, 2)]
    return forms[0] if count == 1 or (lang == 'fr' and count == 0) else forms[1]


def _linked(count, unit, lang):
    """Return the unit; in French a round million is one "d'euros"."""
    if lang == 'fr' and count and count % 10**6 == 0:
        return f"d'{unit}" if unit[0] in 'aeiouh' else f'de {unit}'
    return unit
