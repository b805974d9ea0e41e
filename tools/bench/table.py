"""What was measured, judged by its bounds, as one table: on the terminal, and as the page docs/speed.md."""
import math
from dataclasses import dataclass, field

from .case import HEAD

#: below this size everything is quick, and what Odoo itself does tells most: ratios of time are told, not judged
JUDGED = 100_000
#: the user may not do it, and no screen offers it
NOT_OFFERED = 'not offered'
HEADINGS = ('lines', 'screen', 'who', 'ours, ms', 'beside', 'ms', 'ratio', 'must', '', 'queries', 'growth')
PAGE = """# How fast the screens are

Made by `bin/bench --write`; do not edit by hand. Every screen is asked by the calls of the web client, in firms of
generated documents, as the head of sales and as a salesperson who owns a twentieth of the firm; beside it, in the same run,
what Odoo itself has in its place, or the best SQL. Times belong to the machine, ratios hardly: {machine}.

- *ratio*: our time by the other's; *must*: the bound; *queries*: ours / the other's; *growth*: the exponent from the
  smallest firm to the largest (0: takes as long, 1: grows as the documents do).
- Ratios of time are judged from {judged} order lines on.

"""


@dataclass
class Row:
    """One line of the table."""

    lines: int
    title: str
    who: str
    beside: str = ''
    ours: float | None = None
    other: float | None = None
    must: float | None = None
    queries: str = ''
    growth: float | None = None
    faults: list = field(default_factory=list)
    error: str = ''

    @property
    def cells(self):
        if self.error:
            verdict = f'✗ {self.faults[0]}' if self.faults else self.error
            return (str(self.lines), self.title, self.who, *[''] * 5, verdict, '', '')
        verdict = '✗ ' + ', '.join(self.faults) if self.faults else '✓'
        return (str(self.lines), self.title, self.who, _show(self.ours and self.ours * 1000, 1), self.beside,
                _show(self.other and self.other * 1000, 1), _show(self.other and self.ours / self.other), _show(self.must),
                verdict, self.queries, _show(self.growth))


def _show(number, digits=2):
    return '' if number is None else f'{number:.{digits}f}'


def judge(measured):
    """:param measured: ``{lines: [what inside.measure says of a case and a user]}``
    :return: [:class:`Row`], one for each of them and each that stands beside it"""
    largest = max(measured)
    by_key = {lines: {_get_key(said): said for said in rows} for lines, rows in measured.items()}
    missing = {key for rows in by_key.values() for key in rows} - by_key[largest].keys()
    rows = [Row(largest, f'{name}: {title}', who, error='not asked', faults=['missing']) for name, title, who in sorted(missing)]
    for lines in sorted(measured):
        for said in measured[lines]:
            rows += _judge_case(said, lines, by_key)
    return rows


def _get_key(said):
    return said['case'], said['title'], said['who']


def _judge_case(said, lines, by_key):
    title = f"{said['case']}: {said['title']}"
    if error := said.get('error'):
        # In a small firm a salesperson may have nothing to show; in a large one the case would time nothing.
        is_fault = not (error == NOT_OFFERED or (error.startswith('FindsNothing') and lines < JUDGED))
        return [Row(lines, title, said['who'], error=error if is_fault else error.partition(':')[0], faults=['error'] * is_fault)]
    ours, our_queries = said['taken']['ours']
    growth = _get_growth(said, lines, by_key)
    faults = []
    if growth is not None and said.get('growth') is not None and growth > said['growth']:
        faults.append(f"growth over {said['growth']:g}")
    if said.get('share') and lines >= JUDGED:
        head = by_key[lines][said['case'], said['title'], HEAD]['taken'].get('ours')
        if head and ours / head[0] > said['share']:
            faults.append(f"{ours / head[0]:.2f} of the head's time")
    first = Row(lines, title, said['who'], ours=ours, queries=f'{our_queries:g}', growth=growth, faults=faults)
    others = [(name, taken) for name, taken in said['taken'].items() if name != 'ours']
    return [_judge_beside(first, said, name, *taken, is_first=not number)
            for number, (name, taken) in enumerate(others)] or [first]


def _judge_beside(first, said, name, other, queries, is_first):
    must, ours = said['must'].get(name), float(first.queries)
    faults = list(first.faults) if is_first else []
    if must is not None and first.lines >= JUDGED and first.ours / other > must:
        faults.append('time')
    more, times = said.get('more_queries'), said.get('query_ratio')
    if (times is not None and ours > times * queries) or (times is None and more is not None and ours > queries + more):
        faults.append('queries')
    return Row(first.lines, first.title, first.who, name, first.ours, other, must, f'{first.queries} / {queries:g}',
               first.growth if is_first else None, faults)


def _get_growth(said, lines, by_key):
    smallest, largest = min(by_key), max(by_key)
    before = by_key[smallest].get(_get_key(said), {}).get('taken', {}).get('ours')
    if lines != largest or smallest == largest or not before:
        return None
    return math.log(said['taken']['ours'][0] / before[0]) / math.log(largest / smallest)


def write_table(rows):
    """:return: the table for a terminal, in columns"""
    cells = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[number]) for line in cells) for number in range(len(HEADINGS) - 1)]
    errors = [f'{row.title}, {row.who}: {row.error}' for row in rows if row.error and row.faults]
    return '\n'.join(['  '.join([*(text.ljust(width) for text, width in zip(line, widths, strict=False)), line[-1]]).rstrip()
                      for line in cells] + errors)


def write_page(rows, machine):
    """:return: the page in Markdown: the machine, and the table of every firm that is judged, or else of the largest"""
    sizes = sorted({row.lines for row in rows})
    shown = [lines for lines in sizes if lines >= JUDGED] or sizes[-1:]
    told = (f"{machine['cores']} cores, {machine['memory']}, PostgreSQL {machine['postgresql']}, "
            f"Python {machine['python']}, {machine['date']}")
    page = PAGE.format(machine=told, judged=f'{JUDGED:,}'.replace(',', ' '))
    for lines in shown:
        own = [row for row in rows if row.lines == lines]
        page += f'## {lines:,} order lines\n\n'.replace(',', ' ')
        page += '\n'.join('| ' + ' | '.join(text.replace('|', '/') for text in cells[1:]) + ' |' for cells in (
            HEADINGS, *[['---'] * len(HEADINGS)], *(row.cells for row in own))) + '\n\n'
    return page.rstrip() + '\n'
