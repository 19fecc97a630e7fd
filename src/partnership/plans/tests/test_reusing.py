"""Templates: words only, made from a plan or line by line, used again and again."""

from datetime import date, timedelta

import pytest

from partnership.people.rules import Marking, NotAllowed
from partnership.plans.acting import Said, update_action
from partnership.plans.actions import add_objective
from partnership.plans.models import Template
from partnership.plans.queries import templates_seen_by
from partnership.plans.reusing import (
    Line,
    add_line,
    edit_line,
    edit_template,
    remove_line,
    save_as_template,
    use_template,
)
from partnership.plans.rules import ActionState, Aim
from partnership.records.rules import Handling, Release, Stale

from .conftest import OPEN

WORDS = ("Nine visited", "Thefts fell", "Bradford officer")


@pytest.fixture
def saved(officer, plan, action_of, done, in_days):
    """A template out of a plan with an objective, an action that is done, one carried forward and one dropped."""
    objective = add_objective(plan=plan, aim=Aim("soc4p:pursue", "Nowhere to sell", "Yards closed"), by=officer)
    done(action_of(plan, objective=objective, text="Visit", due=in_days(14), owner=officer), outcome="Thefts fell")
    carried = action_of(plan, text="Mark cable", p="soc4p:protect", due=in_days(30))
    update_action(action=carried, said=Said("Later", due=in_days(90)), by=officer)
    dropped = action_of(plan, text="Abandoned")
    update_action(action=dropped, said=Said("No use", ActionState.DROPPED), by=officer)
    return save_as_template(plan=plan, name="Metal", purpose="", release=OPEN, by=officer)


def test_a_plan_is_saved_in_words_with_days_counted_from_its_start(saved):
    told = [(line.text, line.objective, line.measure, line.due_in_days) for line in saved.lines.order_by("text")]

    assert told == [("Mark cable", "", "", 30), ("Visit", "Nowhere to sell", "Yards closed", 14)]


def test_no_update_result_outcome_or_name_goes_into_a_template(saved):
    words = " ".join(str(value) for line in saved.lines.values() for value in line.values())

    assert not [word for word in WORDS if word in words]


def test_an_action_that_one_may_not_see_goes_into_no_template_of_theirs(officer, council_officer, plan, action_of):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    action_of(plan, by=council_officer, release=held, text="Hidden deed")

    saved = save_as_template(plan=plan, name="Metal", purpose="", release=OPEN, by=officer)

    assert not saved.lines.exists()


def test_a_template_is_used_for_a_plan_and_counts_from_its_start(officer, plan_for, group, template):
    plan = plan_for(group, begins=date(2026, 1, 5))

    made = use_template(template=template, plan=plan, by=officer)

    assert [action.due for action in made] == [date(2026, 1, 19), date(2026, 2, 2), None]
    assert [objective.text for objective in plan.objectives.all()] == ["Close the outlets", "Fewer are drawn in"]
    assert made[1].objective == made[2].objective


def test_used_twice_it_makes_no_objective_twice(officer, plan, template):
    for _ in range(2):
        use_template(template=template, plan=plan, by=officer)

    assert (plan.objectives.count(), plan.actions.count()) == (2, 6)


def test_what_it_adds_is_held_as_the_plan_is(officer, bradford_chair, plan_for, group, template):
    plan = plan_for(group, release=Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Police only"))

    (first, *_) = use_template(template=template, plan=plan, by=officer)

    assert first.release == plan.release


def test_a_neighbour_neither_reads_nor_changes_it(neighbour, template):
    assert template not in templates_seen_by(neighbour)
    with pytest.raises(NotAllowed):
        add_line(template=template, line=Line("soc4p:pursue", "", "More"), by=neighbour)


def test_its_lines_are_added_changed_and_taken_out(officer, template):
    line = add_line(template=template, line=Line("soc4p:prepare", "", "Agree whom to call"), by=officer)
    told = Line("soc4p:prepare", "Harm is mended", "Agree whom to call first", due_in_days=7)
    edit_line(line=line, told=told, by=officer, seen_version=2)
    assert template.lines.get(uuid=line.uuid).due_in_days == 7

    remove_line(line=line, by=officer, seen_version=3)
    assert not template.lines.filter(uuid=line.uuid).exists()


def test_whoever_was_overtaken_changes_no_template(officer, bradford_analyst, template):
    edit_template(template=template, name="Other", purpose="", by=bradford_analyst, seen_version=1)

    with pytest.raises(Stale, match="edited plan template"):
        edit_template(template=template, name="Mine", purpose="", by=officer, seen_version=1)


def test_it_is_made_on_the_screen_line_by_line(client_for, officer):
    client = client_for(officer)
    held = {"marking": "OFFICIAL", "handling": "P", "conditions": ""}
    client.post("/plans/templates/add/", held | {"name": "Drugs lines", "purpose": ""})
    template = Template.objects.seen_by(officer).get()

    line = {"p": "soc4p:prevent", "objective": "Fewer carry", "text": "Talk to the schools", "due_in_days": "28"}
    client.post(f"{template.get_absolute_url()}add/", line)
    (made,) = template.lines.all()
    address = f"{template.get_absolute_url()}lines/{made.uuid}/"
    form = client.get(address).context["form"]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in form if field.name != "remove"}
    client.post(address, sent | {"text": "Talk to both schools"})
    assert template.lines.get().text == "Talk to both schools"

    form = client.get(address).context["form"]
    client.post(address, sent | {"version": form["version"].value(), "seen": form["seen"].value(), "remove": "on"})
    assert not template.lines.exists()


def test_saving_a_plan_as_a_template_warns_who_reads_it_and_shows_its_words(client_for, officer, plan, action):
    page = client_for(officer).get(f"{plan.get_absolute_url()}template/").content.decode()

    assert "A template is read by everybody in its area" in page
    assert "Visit the scrapyards on the list" in page


def test_a_closed_plan_takes_no_template_in(officer, plan, template):
    plan.state = "closed"
    plan.save()

    with pytest.raises(NotAllowed, match="closed"):
        use_template(template=template, plan=plan, by=officer)


def test_days_before_the_start_count_as_the_start(officer, plan_for, group, action_of, today):
    plan = plan_for(group, begins=today + timedelta(days=30))
    action_of(plan, due=today)

    saved = save_as_template(plan=plan, name="Metal", purpose="", release=OPEN, by=officer)

    assert saved.lines.get().due_in_days == 0
