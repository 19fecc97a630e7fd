"""What looks like a person's particulars, what practice must say, and how time is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.records import practice as practices
from partnership.requests import practice
from partnership.requests.naming import particulars_in
from partnership.requests.rules import Answer, Limits, RequestState, days_taken, may_ask, tallied, why_not_contact
from partnership.requests.wording import state_tag


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Is the car wash on the ring road licensed?", []),
        ("Is the yard in West Yorkshire known to Trading Standards?", []),
        ("Does Ann Smith hold a licence?", ["name"]),
        ("Does Mr Smith hold a licence?", ["name"]),
        ("Ann Marie Smith", ["name"]),
        ("Is QQ123456C paid there?", []),
        ("Is AB 12 34 56 C paid there?", ["nino"]),
        ("Ring 07700 900123 or +44 1632 960 001", ["phone"]),
        ("Held under reference 0412/2016/77", []),
        ("Somebody born in 1988", ["birth"]),
        ("Whose date of birth is 04/12/1988", ["birth"]),
        ("On 4 March 2016 a van was seen", []),
        ("The Granite harbour people", ["secret"]),
    ],
)
def test_what_is_pointed_out_before_it_is_sent(text, keys):
    found = particulars_in(text, known=["West Yorkshire", "Trading standards"], secret="Granite Harbour")

    assert [caution.key for caution in found] == keys


@pytest.mark.parametrize("phone", ["01274 960 000", "+44 (0)1274 960000", "01274 960000 x 123", ""])
def test_what_may_stand_as_a_telephone_number(phone):
    assert why_not_contact("Duty officer", phone) is None


@pytest.mark.parametrize("phone", ["ring me", "01274 960000 ask for Ann", "0" * 30])
def test_what_may_not(phone):
    assert why_not_contact("Duty officer", phone) is not None


def test_an_individual_needs_a_reference_and_never_a_record(settings, question, today):
    told = practice.in_force()
    ask = {"criteria": told.criteria, "gateways": told.gateways, "limits": told.limits, "agencies": 1, "today": today}

    bare = question(criterion="high-risk-individual")
    assert "reference" in may_ask(bare, tied_to="", **ask)
    assert may_ask(question(criterion="high-risk-individual", reference="NICHE 1/16"), tied_to="", **ask) is None
    assert may_ask(question(gateway="gut-feeling"), tied_to="", **ask) == "Choose the legal gateway"


def test_time_to_answer_is_told_in_days_with_one_decimal():
    sent = datetime(2016, 1, 4, 12, tzinfo=UTC)

    assert days_taken(sent, None) is None
    assert days_taken(sent, sent + timedelta(hours=60)) == 2.5


def test_the_median_leaves_out_whoever_never_replied():
    told = tallied([(Answer.HIT, 1.0), (Answer.DECLINED, 9.0), (Answer.NO_REPLY, None), (Answer.WAITING, None)])

    assert (told.asked, told.no_reply, told.waiting, told.median_days) == (4, 1, 1, 5.0)
    assert tallied([(Answer.NO_REPLY, None)]).median_days is None


@pytest.mark.parametrize(
    ("left", "said"), [(-1, "Expired"), (0, "Last day to answer"), (7, "7 days left"), (8, "Open")]
)
def test_a_request_says_how_soon_it_expires(left, said):
    today, limits = date(2016, 3, 1), Limits(14, 42, 7, 3, 90)

    assert state_tag(RequestState.OPEN, today + timedelta(days=left), today=today, limits=limits).text == said


def test_practice_without_a_usable_number_is_refused(settings, tmp_path):
    told = practice.FILE.read_text().replace("usual_days = 14", "usual_days = 0")
    (tmp_path / "requests.toml").write_text(told)
    settings.TOCSIN_PRACTICE = tmp_path
    practices._read.cache_clear()

    with pytest.raises(ImproperlyConfigured, match="usual_days"):
        practice.in_force()


def test_practice_says_that_it_is_to_be_checked():
    assert "checked" in practice.in_force().status
