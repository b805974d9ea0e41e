"""Groups of rows: those above a row in a tree, and those that its own column names."""


def join_groups(groups, own):
    """:return: tuple: the groups above a row in a tree, then those that its own column names"""
    groups = list(filter(None, groups))
    return tuple(own if len(own) > 1 else [*groups, *(name for name in own if name not in groups)])


def check_groups(row, path, env):
    """A group that is inside itself, by whatever row and file, is an error of all that are in it."""
    if repeated := next((name for name in path if path.count(name) > 1), None):
        row.error(env._("The group «%(group)s» is inside itself: %(path)s.", group=repeated, path=' / '.join(path)))
