"""Lines of the server log that are neither ours nor in our power.

Standard library only: read by ``bin/test`` and by the pytest plugin.
"""
import re

#: (logger, whole message, why nothing can be done about it)
KNOWN = (
    (r'odoo\.addons\.base\.models\.ir_actions_report', r'wkhtmltopdf: (QSslSocket: cannot [^\n]*\s*)+',
     'the patched Qt in wkhtmltopdf looks for an OpenSSL that no system has any more; prints fetch nothing by https'),
)

#: Odoo's own format: date, time, process, level, database, logger, message
_LINE = re.compile(r'\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<message>.*)', re.DOTALL)


def is_known(logger, message):
    return any(re.fullmatch(known, logger) and re.fullmatch(text, message.strip()) for known, text, _why in KNOWN)


def problems_in(log_text):
    """:return: the warnings and errors in a server log, each with the lines that belong to it"""
    records = re.split(r'^(?=\d{4}-\d\d-\d\d \d\d:\d\d)', log_text, flags=re.MULTILINE)
    found = (match for match in map(_LINE.match, records) if match)
    return [match[0].rstrip() for match in found
            if match['level'] in {'WARNING', 'ERROR', 'CRITICAL'} and not is_known(match['logger'], match['message'])]
