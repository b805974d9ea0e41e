"""What a row of a list is on its way into a record."""
import hashlib
from dataclasses import dataclass, field

#: rows of one batch, which is one request and one commit
BATCH = 1000
#: letters of a key that an index of the database takes in any script
LONGEST_KEY = 500


def shorten_key(key):
    """:return: str: a key of a question that fits into an index: the end of a long one becomes a digest"""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f'{key[:LONGEST_KEY - len(digest)]}{digest}'


@dataclass(frozen=True)
class Question:
    """What only a person can decide.

    :param type: see ``bas.import.question.question_type``
    :param key: rows with the same key have the same question; the answer of an earlier import of the source counts, too
    :param text: the question, translated
    :param options: keys of ``bas.import.question.answer``
    :param candidates: ids of records of ``res_model`` to choose from
    """

    type: str
    key: str
    text: str
    options: tuple
    field_name: str = ''
    value: str = ''
    res_model: str = ''
    candidates: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, 'key', shorten_key(self.key))


@dataclass
class ImportRow:
    """A row of a list.

    :param raw: field of the kind → text
    :param groups: names of the groups above the row, the outermost first
    :param values: field → value; a reference is an id
    :param pending: names of references to records that this import creates before the row
    :param record: the record that the row means; empty for a new one
    :param twin: an earlier row of this import that means the same record
    :param is_new: the record is created by this row
    :param is_claimed: an earlier row of this import means the same record, so this one only fills in what is empty
    """

    id: int
    number: int
    raw: dict
    groups: tuple = ()
    fingerprint: str = ''
    is_skipped: bool = False
    values: dict = field(default_factory=dict)
    pending: set = field(default_factory=set)
    problems: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    new_keys: list = field(default_factory=list)
    record: object = None
    twin: 'ImportRow' = None
    is_new: bool = False
    is_matched: bool = False
    is_changed: bool = False
    is_linked: bool = False
    is_claimed: bool = False
    plan: dict = field(default_factory=dict)

    def error(self, text):
        """The row is not imported until a person has corrected it."""
        if text not in self.problems:
            self.problems.append(text)

    def remark(self, text):
        """Something that a person should know, but that does not stop the row."""
        if text not in self.remarks:
            self.remarks.append(text)

    def get(self, name):
        return self.values.get(name)

    @property
    def is_open(self):
        """Whether nothing stops the row so far."""
        return self.is_read and not self.questions

    @property
    def is_read(self):
        """Whether the row has been read without errors; it may wait for answers."""
        return not (self.is_skipped or self.problems)

    @property
    def action(self):
        if self.is_skipped:
            return 'skip'
        if self.problems:
            return 'error'
        if self.questions:
            return 'question'
        if self.is_new:
            return 'create'
        if self.is_changed:
            return 'update'
        return 'link' if self.twin or self.is_linked or self.is_claimed else 'unchanged'
