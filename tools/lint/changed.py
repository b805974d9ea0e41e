"""Files that differ from the branch ``main``, committed or not; the slow check reads them alone."""
import subprocess
from pathlib import Path

#: the branch that changes are compared with, as others have it or as it is here
MAIN = ('origin/main', 'main')


def changed_files(root, folders, suffix):
    """:return: paths from ``root`` of the files in ``folders``, or None where there is no branch to compare with"""
    base = next(filter(None, (_git(root, 'merge-base', 'HEAD', branch) for branch in MAIN)), None)
    if not base:
        return None
    listed = [
        *_git(root, 'diff', '--name-only', '-z', '--no-renames', base[0], '--', *folders),
        *_git(root, 'ls-files', '-z', '--others', '--exclude-standard', '--', *folders)]
    return sorted(path for path in map(Path, set(listed)) if path.suffix == suffix and (root / path).is_file())


def _git(root, *arguments):
    """:return: the lines, or names, that git answers; none where it fails"""
    done = subprocess.run(['git', *arguments], cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False)
    return [part for part in done.stdout.replace('\n', '\0').split('\0') if part] if not done.returncode else []
