"""pytest plugin: how long a test took is measured in real time, also where the test stops the clock."""
import freezegun.config


def pytest_configure():
    freezegun.config.configure(extend_ignore_list=['_pytest.timing'])
