"""What was sent, judged, as one table."""
import math
from dataclasses import dataclass, field

from .mark import CORE, OURS

#: ours by core's: how many operations per second
MUST = 0.95
HEADINGS = ('clients', 'operation', 'whose', 'times', 'per second', 'p50, ms', 'p95, ms', 'retries', 'errors', 'ratio', '')
ALL = 'all'


@dataclass
class Measured:
    """What one side did with so many clients.

    :param samples: [:class:`~load.mix.Sample`]
    :param retries: how often a transaction was begun anew, as the log of the server tells
    :param problems: warnings and errors of that log
    """

    samples: list = field(default_factory=list)
    seconds: float = 0
    retries: int = 0
    problems: list = field(default_factory=list)

    @property
    def errors(self):
        return [f'{sample.operation}: {sample.error}' for sample in self.samples if sample.error] + self.problems

    def get_rate(self):
        return len(self.samples) / self.seconds


def get_percentile(values, share):
    """:return: the smallest of the values that so large a share of them does not exceed"""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def find_faults(measured):
    """:param measured: ``{number of clients: {OURS or CORE: Measured}}``
    :return: a line for each bound that is not kept, and for each different error of ours"""
    faults = []
    for number, sides in measured.items():
        ratio = sides[OURS].get_rate() / sides[CORE].get_rate()
        if ratio < MUST:
            faults.append(f'{number} clients: {ratio:.2f} of the throughput of core, not {MUST}')
        faults += dict.fromkeys(f'{number} clients: {error}' for error in sides[OURS].errors)
    return faults


def write_table(measured):
    cells = [HEADINGS]
    for number, sides in measured.items():
        operations = [ALL, *dict.fromkeys(sample.operation for sample in sides[OURS].samples)]
        cells += [_write_row(number, operation, whose, sides) for operation in operations for whose in (CORE, OURS)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    return '\n'.join('  '.join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells)


def _write_row(number, operation, whose, sides):
    side = sides[whose]
    samples = [sample for sample in side.samples if operation in (ALL, sample.operation)]
    if not samples:
        return (str(number), operation, whose, '0', *[''] * 7)
    times = [sample.seconds * 1000 for sample in samples]
    total = operation == ALL
    errors = len(side.errors) if total else sum(bool(sample.error) for sample in samples)
    return (str(number), operation, whose, str(len(samples)), f'{len(samples) / side.seconds:.1f}',
            f'{get_percentile(times, 0.5):.0f}', f'{get_percentile(times, 0.95):.0f}', str(side.retries) if total else '',
            str(errors), *_compare(operation, whose, sides))


def _compare(operation, whose, sides):
    """:return: the ratio and the verdict: of the throughput for all, of the mean time of core by ours for one operation"""
    if whose == CORE:
        return '', ''
    if operation == ALL:
        ratio = sides[OURS].get_rate() / sides[CORE].get_rate()
        return f'{ratio:.2f}', '✓' if ratio >= MUST and not sides[OURS].errors else '✗'
    means = {name: _get_mean([sample.seconds for sample in side.samples if sample.operation == operation])
             for name, side in sides.items()}
    return (f'{means[CORE] / means[OURS]:.2f}' if all(means.values()) else ''), ''


def _get_mean(values):
    return sum(values) / len(values) if values else 0
