"""Find addresses that no mail server accepts before an e-mail is sent."""
import re

import idna

from odoo.tools import email_split

#: characters that SMTP without extensions allows before the @, and the maximum length
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r'\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*|\[[0-9A-Fa-f:.IPv]+\]', re.ASCII)
LOCAL_LENGTH, LENGTH = 64, 254


def find_impossible(text):
    """
    :param str text: one or several addresses, with or without names
    :return: list of the undeliverable addresses; the text itself if it contains no address
    """
    if not (text or '').strip():
        return []
    if len(text.strip().splitlines()) > 1:
        return [' '.join(text.split())]  # what follows a line break would be read as another heading of the letter
    addresses = email_split(text)
    return [address for address in addresses if not is_possible(address)] if addresses else [text.strip()]


def is_possible(address):
    """:param str address: address without a name"""
    local, _at, domain = address.rpartition('@')
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except (UnicodeError, idna.IDNAError):
        return False
    return bool(LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain)
                and len(local) <= LOCAL_LENGTH and len(local) + len(domain) < LENGTH)
