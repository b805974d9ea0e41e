"""The firm comes with the add-on and goes with it."""
from .firm.removal import take_away
from .firm.story import tell


def post_init_hook(env):
    tell(env)


def uninstall_hook(env):
    take_away(env)
