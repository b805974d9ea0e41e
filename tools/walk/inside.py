"""What runs in Odoo's shell: go through the flows with the profiler on."""
import json
import sys
from pathlib import Path

from freezegun import freeze_time

from odoo.addons import bas_crm

from walk.flows import FLOWS, TODAY
from walk.mark import MARK
from walk.recorder import Recorder

FOLDER = Path(bas_crm.__file__).parent
#: models whose checks every value of every model passes
CHECKING = ('base', 'bas.protected.mixin')
#: helpers that core's translation calls for every text
TRANSLATING = ('tools/apostrophes.py', 'tools/messages.py')


def walk(env):
    """Print, as JSON, ``{title: [(file, method), …]}`` of every flow. Nothing is kept in the database."""
    walked = {}
    ignored = {*_find_checks(env), *TRANSLATING}
    with freeze_time(f'{TODAY} 10:00:00'):
        for title, flow in FLOWS.values():
            try:
                _record(env, flow(env, 0), ignored)
                walked[title] = _record(env, flow(env, 1), ignored)
            finally:
                env.cr.rollback()
    print(MARK + json.dumps(walked))


def _record(env, act, ignored):
    """:return: the calls of one flow, with everything that it leaves to be computed and written"""
    recorder = Recorder(FOLDER, ignored)
    env.flush_all()
    env.invalidate_all()
    with recorder.recording():
        act()
        env.flush_all()
    return recorder.calls


def _find_checks(env):
    """:return: the files of the add-on where those models are defined"""
    for name in CHECKING:
        for definition in type(env[name]).mro():
            file = Path(getattr(sys.modules.get(definition.__module__), '__file__', None) or '/')
            if FOLDER in file.parents:
                yield file.relative_to(FOLDER).as_posix()
