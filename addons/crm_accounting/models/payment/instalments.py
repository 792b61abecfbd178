"""The arithmetic of instalments: plain numbers in the smallest unit of a currency, no records."""


def spread(paid, amounts):
    """Return how much of each instalment is paid, oldest first.

    :param int paid: what was paid in all, in the smallest unit; nothing below zero counts
    :param list[int] amounts: of the instalments, oldest first
    :return: as many numbers as `amounts`, none larger than its instalment
    :rtype: list[int]
    """
    shares, left = [], max(paid, 0)
    for amount in amounts:
        shares.append(min(left, amount))
        left -= shares[-1]
    return shares


def split_evenly(total, count, minimum=0):
    """Return instalments that differ by one unit at most, the larger ones first.

    :param int total: what is owed, in the smallest unit, at least 1
    :param int count: how many are wanted, at least 1
    :param int minimum: no instalment may be smaller; there are fewer of them then
    :return: at least one number; all sum up to `total`
    :rtype: list[int]
    """
    count = max(min(count, total // minimum if minimum > 0 else total), 1)
    share, rest = divmod(total, count)
    return [share + 1] * rest + [share] * (count - rest)


def covered(start, amount, amounts):
    """Return which instalments a part of the money has paid, each wholly or partly.

    :param int start: what was paid before it, in the smallest unit; below zero where a part of it
        was paid before the instalments were agreed
    :param int amount: its size, in the smallest unit
    :param list[int] amounts: of the instalments, oldest first
    :return: positions in `amounts`
    :rtype: list[int]
    """
    found, begin = [], 0
    for position, size in enumerate(amounts):
        if max(start, begin) < min(start + amount, begin + size):
            found.append(position)
        begin += size
    return found
