"""Lines of the server log that are neither ours nor in our power.

Standard library only: read by ``bin/test`` and by the pytest plugin.
"""
import re

#: (logger, message, why nothing can be done about it)
KNOWN = ()

LEVELS = ('WARNING', 'ERROR', 'CRITICAL')
#: Odoo's own format: date, time, process, level, database, logger, message
_LINE = re.compile(rf"\d{{4}}-\d\d-\d\d [\d:,]+ \d+ ({'|'.join(LEVELS)}) \S+ (\S+): (.*)")


def is_known(logger, message):
    return any(re.fullmatch(known, logger) and re.search(text, message) for known, text, _why in KNOWN)


def problems_in(log_text):
    """:return: the warnings and errors in a server log, each with its traceback"""
    found, block = [], None
    for line in log_text.splitlines():
        if match := _LINE.match(line):
            block = None if is_known(match[2], match[3]) else [line]
            if block:
                found.append(block)
        elif re.match(r'\d{4}-\d\d-\d\d ', line):
            block = None
        elif block:
            block.append(line)
    return ['\n'.join(block) for block in found]
