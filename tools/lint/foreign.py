"""English text on a Ukrainian screen, detected by its letters."""
import re

#: words in Latin letters that are at home in a Ukrainian text: standards, formats, programs
AT_HOME = frozenset("""
    XLS ODS TXT MXL VCF Twilio
    Odoo OdooBot BAS CRM SMS PDF PNG SVG XLSX CSV ZIP XML JSON HTML URL IBAN SEPA QR UTM API IP ID IAP SMTP SSL TLS DNS
    ISO UTC GMT TIN DSO B2B VIP vCard iCal Peppol EAS BIS Billing Endpoint RTC GLN UBL CII AVCO Incoterms EUR USD UAH AI
    Google Outlook Microsoft Gmail Excel OK Ctrl Alt Shift Enter Esc Tab Instagram Facebook Viber Telegram WhatsApp YouTube
    LinkedIn Font Awesome fa-tasks
""".casefold().split())
#: names of the demo firm, of its customer from Poland, and of users that Odoo makes
NAMES = ('Pensjonat Złoty Klon Sp. z o.o.', 'Zakopane', 'Joanna Wiśniewska', 'Kierownik zakupów', 'Administrator')
#: addresses, file names, codes with digits, placeholders of a text, tags
_NOISE = re.compile('|'.join((
    *map(re.escape, NAMES), r'[\w.+-]+@[\w.-]+', r'(?:https?://|www\.)\S+', r'\b[\w-]+(?:\.[\w-]+)+\b', r'\S*\d\S*',
    r'%\(\w+\)[sd]', '%[sd]', r'\{\{?.*?\}\}?', '<[^<>]*>')))
_WORD = "[A-Za-z][A-Za-z’'-]+"
_PHRASE = re.compile(rf'(?<!\w){_WORD}(?:[ ,]+{_WORD})*(?!\w)')


def find(text):
    """:return: list of English phrases in a text; abbreviations and names that are at home in Ukrainian are none"""
    phrases = (found[0] for found in _PHRASE.finditer(_NOISE.sub(' · ', text)))
    return [phrase for phrase in phrases if any(word.casefold() not in AT_HOME for word in re.findall(_WORD, phrase))]
