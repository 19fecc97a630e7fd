import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.records.schedule import period_for


@pytest.fixture
def schedule(tmp_path, settings):
    def write(text):
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.toml"
        file.write_text(text)
        settings.TOCSIN_REVIEW_SCHEDULE = str(file)

    return write


def test_a_force_puts_its_own_periods_in(schedule):
    schedule('[default]\nfirst = 3\nthen = 2\nauthority = "Ours"\n')

    assert (period_for("triage.signal").first, period_for("anything").authority) == (3, "Ours")


@pytest.mark.parametrize(
    "text",
    [
        '[default]\nfirst = 0\nthen = 2\nauthority = "Never"\n',
        '["triage.signal"]\nfirst = 6\nthen = 5\nauthority = "No default"\n',
        "[default]\nfirst = 6\n",
        "not toml",
    ],
)
def test_a_schedule_with_a_fault_stops_the_site_with_the_reason(schedule, text):
    schedule(text)

    with pytest.raises(ImproperlyConfigured):
        period_for("triage.signal")
