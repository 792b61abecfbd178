"""How money of several kinds goes to several debts: plain numbers, no records."""


def share_out(paid, owed):
    """Return what each payment gives to each debt, both in the order given.

    :param list[int] paid: in the smallest unit of the currency, not more than `owed` together
    :param list[int] owed: in the same unit
    :return: (index of the payment, index of the debt, amount above zero)
    :rtype: list[tuple[int, int, int]]
    """
    shares, left = [], list(owed)
    debt = 0
    for payment, amount in enumerate(paid):
        while amount:
            if not left[debt]:
                debt += 1
                continue
            share = min(amount, left[debt])
            shares.append((payment, debt, share))
            amount -= share
            left[debt] -= share
    return shares
