"""What ``bin/test`` is made of: the suites, and the pytest plugin that reads the server log."""
