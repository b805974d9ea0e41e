"""Ukrainian codes and account numbers with right check digits, all invented.

Written independently of ``python-stdnum``, which the add-on reads codes with, so that a test of the add-on tests both.
"""
import uuid

_RNOKPP_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)


def make_edrpou(number):
    """An ЄДРПОУ of an organisation: ``3285596`` → ``'32855961'``.

    The weights differ for codes between 30 000 000 and 60 000 000; a remainder of 10 asks for weights larger by 2; if it is 10
    again, the check digit is 0.

    :param int number: the first seven digits
    """
    digits, weights = f'{number:07}', (7, 1, 2, 3, 4, 5, 6) if 30_000_00 <= number < 60_000_00 else (1, 2, 3, 4, 5, 6, 7)
    rests = [_weighted(digits, [weight + larger for weight in weights]) % 11 for larger in (0, 2)]
    return f'{digits}{next((rest for rest in rests if rest < 10), 0)}'


def make_rnokpp(first_nine):
    """An РНОКПП (tax number of a person): ``'175901377'`` → ``'1759013776'``."""
    return f'{first_nine}{_weighted(first_nine, _RNOKPP_WEIGHTS) % 11 % 10}'


def make_ipn(edrpou, rng):
    """An ІПН (12 digits) of an organisation: 7 digits of its ЄДРПОУ, 4 of the tax office and number, one more."""
    return f'{edrpou[:7]}{rng.randrange(10_000, 99_999):05}'


def make_iban(mfo, rng):
    """A Ukrainian IBAN: UA, two check digits, 6 digits of the bank, 19 of the account."""
    account = f'{mfo}{26_000_000_000_000 + rng.randrange(999_999_999):019}'
    check = 98 - int(f'{account}301000') % 97  # U = 30, A = 10
    return f'UA{check:02}{account}'


def make_guid(rng):
    """A GUID in the form in which BAS writes them."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=1))


def _weighted(digits, weights):
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
