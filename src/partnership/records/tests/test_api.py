"""What is shared with the owner of a token, for their program."""

from partnership.audit.models import Event, Shown
from partnership.people.rules import Act

SHARED = "/api/v1/shared"


def newest_event():
    event = Event.objects.first()
    return event.verb, event.did, set(Shown.objects.filter(event=event).values_list("object_kind", "object_key"))


def test_a_program_reads_what_is_shared_by_whom_why_and_until_when(program_for, partner, record, share, next_month):
    share(record)

    (told,) = program_for(partner).get(SHARED).json()["shared"]

    assert (told["record"]["kind"], told["record"]["uuid"]) == ("signal", str(record.uuid))
    assert (told["record"]["title"], told["record"]["marking"]) == (record.statement, "OFFICIAL")
    assert told["share"] == {
        "by": "Bradford chair",
        "by_agency": "Force",
        "recipient": "Partner, Charity",
        "because": "They run the refuge",
        "until": next_month.isoformat(),
    }


def test_reading_leaves_the_event_that_the_page_leaves(program_for, client_for, partner, record, share):
    share(record)
    client_for(partner).get("/shared/")
    by_page = newest_event()

    program_for(partner).get(SHARED)

    assert newest_event() == by_page


def test_a_partners_program_opens_the_shared_record_and_no_other(program_for, partner, record_of, share):
    mine, other = record_of(), record_of()
    share(mine)
    program = program_for(partner)

    assert program.get(f"/api/v1/signals/{mine.uuid}").status_code == 200
    assert program.get(f"/api/v1/signals/{other.uuid}").status_code == 404
    assert program.get("/api/v1/boards").status_code == 404


def test_a_token_limited_to_an_area_stays_there_also_for_what_is_shared(program_for, partner, record_of, share):
    here, there = record_of(), record_of(area_code="E08000036", area_name="Wakefield")
    share(here)

    program = program_for(partner, Act.SEE_RECORD, area_codes=["E08000036"])

    assert program.get(SHARED).json() == {"shared": []}
    assert program.get(f"/api/v1/signals/{here.uuid}").status_code == 404
    assert program.get(f"/api/v1/signals/{there.uuid}").status_code == 404


def test_a_share_that_ends_is_gone_at_the_next_request(program_for, partner, record, share):
    held, program = share(record), program_for(partner)
    type(held).objects.update(ended_at=held.at)

    assert program.get(SHARED).json() == {"shared": []}
