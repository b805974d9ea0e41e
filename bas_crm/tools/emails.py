"""Addresses that no mail server takes, told before a letter is sent."""
import re

import idna

from odoo.tools import email_split

#: what SMTP knows of the part before the @ without its extensions, and how long it may be
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r'\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*|\[[0-9A-Fa-f:.IPv]+\]', re.ASCII)
LOCAL_LENGTH, LENGTH = 64, 254


def find_impossible(text):
    """
    :param str text: an address, or several, each with a name or without
    :return: list of those that cannot be delivered to; the text itself where there is no address in it
    """
    if not (text or '').strip():
        return []
    addresses = email_split(text)
    return [address for address in addresses if not is_possible(address)] if addresses else [text.strip()]


def is_possible(address):
    """:param str address: without a name"""
    local, _at, domain = address.rpartition('@')
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except (UnicodeError, idna.IDNAError):
        return False
    return bool(LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain)
                and len(local) <= LOCAL_LENGTH and len(local) + len(domain) < LENGTH)
