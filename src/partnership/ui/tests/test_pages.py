"""What every page's frame and parts look like, with no other slice present."""

from datetime import UTC, date, datetime
from types import ModuleType, SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path

from partnership.ui.charts import BandPoint, band_chart
from partnership.ui.context import frame

HOSTILE = "<script>alert(1)</script>"


def nothing(request):
    """An address to link to; no test opens it."""


@pytest.fixture(autouse=True)
def addresses(settings):
    urls = ModuleType("urls_of_a_small_site")
    people = (
        [path("sign-out/", nothing, name="sign-out"), path("account/", nothing, name="own-account")],
        "people",
    )
    urls.urlpatterns = [
        path("", nothing, name="front"),
        path("audit/", nothing, name="log"),
        path("people/", include(people)),
        path("accessibility/", nothing, name="accessibility"),
    ]
    settings.ROOT_URLCONF = urls
    settings.TOCSIN_NAV = (("Boards", "front", "see-board"), ("Audit log", "log", "see-audit"))
    settings.TOCSIN_DEMO = True


class Reasons(forms.Form):
    reason = forms.CharField(widget=forms.Textarea, help_text="So that the board can see it later")
    secret = forms.CharField(widget=forms.PasswordInput)
    to = forms.ChoiceField(choices=[("c", "Confirm"), ("d", "Dismiss")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(choices=[("b", HOSTILE)], widget=forms.CheckboxSelectMultiple)
    threat = forms.ChoiceField(choices=[("f", "Fraud")])
    sure = forms.BooleanField(label="I have checked")


def page(request=None, **context):
    return render_to_string("ui/layout.html", context, request=request)


def field(form, name):
    return render_to_string("ui/field.html", {"field": form[name]})


def asked(url, *acts):
    request = RequestFactory().get(url)
    request.user = SimpleNamespace(may=lambda act: act in acts)
    return request


def test_the_frame_has_no_inline_style_or_script():
    html = page()

    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html


def test_a_page_can_be_skipped_to_its_content():
    html = page()

    assert 'href="#main-content"' in html
    assert '<main class="govuk-main-wrapper" id="main-content">' in html


def test_whoever_is_signed_in_sees_name_role_and_a_way_out():
    person = SimpleNamespace(is_authenticated=True, name=HOSTILE, role_label="Board chair")

    html = page(user=person)

    assert "Board chair" in html
    assert '<form method="post" action="/people/sign-out/">' in html
    assert HOSTILE not in html


def test_nobody_signed_in_sees_no_way_out():
    assert "Sign out" not in page()


@pytest.mark.parametrize(("synthetic", "said"), [(True, True), (False, False)])
def test_made_up_data_are_said_to_be_made_up(synthetic, said):
    assert ("synthetic data" in page(synthetic=synthetic).lower()) is said


def test_a_person_is_offered_only_what_their_role_allows():
    assert frame(asked("/", "see-audit")) == {
        "nav": [("Audit log", "/audit/", False)],
        "subnav": [],
        "synthetic": True,
    }
    assert frame(RequestFactory().get("/"))["nav"] == []


@pytest.mark.parametrize(
    ("url", "current"), [("/", ["Boards"]), ("/audit/", ["Audit log"]), ("/audit/3/", ["Audit log"]), ("/x/", [])]
)
def test_the_part_one_is_in_is_marked(url, current):
    nav = frame(asked(url, "see-board", "see-audit"))["nav"]

    assert [label for label, _, is_current in nav if is_current] == current


PARTS = (("Anybody", "front", ""), ("Look up", (("Log", "log", "see-audit"), ("Home", "front", "see-board"))))


def test_a_part_with_others_inside_leads_to_the_first_of_them_and_shows_them_once_one_is_in_it(settings):
    settings.TOCSIN_NAV = PARTS
    told = frame(asked("/audit/3/", "see-board", "see-audit"))

    assert told["nav"] == [("Anybody", "/", False), ("Look up", "/audit/", True)]
    assert told["subnav"] == [("Log", "/audit/", True), ("Home", "/", False)]
    assert 'class="tocsin-subnav__link" href="/audit/" aria-current="true"' in page(**told)


def test_a_part_in_which_somebody_may_see_one_thing_only_is_that_thing(settings):
    settings.TOCSIN_NAV = PARTS
    told = frame(asked("/audit/", "see-audit"))

    assert told["nav"] == [("Anybody", "/", False), ("Log", "/audit/", True)]
    assert told["subnav"] == []


def test_what_needs_no_act_is_offered_to_everybody(settings):
    settings.TOCSIN_NAV = PARTS

    assert frame(asked("/x/"))["nav"] == [("Anybody", "/", False)]


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_an_error_page_renders_with_nothing_to_go_on(status):
    assert '<h1 class="govuk-heading-l">' in render_to_string(f"{status}.html")


def test_a_refused_form_says_what_is_wrong_and_leads_to_it():
    form = Reasons({})

    summary = render_to_string("ui/errors.html", {"form": form})

    for target in ("id_reason", "id_secret", "id_to_0", "id_areas_0", "id_threat", "id_sure"):
        assert f'href="#{target}"' in summary
        assert f'id="{target}"' in "".join(field(form, name) for name in form.fields)


def test_a_form_not_yet_sent_shows_no_summary():
    assert render_to_string("ui/errors.html", {"form": Reasons()}).strip() == ""


def test_a_control_is_described_by_its_hint_and_its_error():
    html = field(Reasons({}), "reason")

    assert 'aria-describedby="id_reason-hint id_reason-error"' in html
    assert 'class="govuk-textarea govuk-textarea--error"' in html
    assert 'id="id_reason-hint"' in html
    assert 'id="id_reason-error"' in html


def test_a_choice_already_made_is_kept():
    html = field(Reasons({"to": "d"}), "to")

    assert 'value="d" checked' in html
    assert 'value="c" checked' not in html


def test_the_words_of_a_choice_are_only_ever_text():
    assert HOSTILE not in field(Reasons(), "areas")


def test_a_password_can_be_shown_and_is_never_written_back():
    html = field(Reasons({"secret": "tolling-at-noon"}), "secret")

    assert "govuk-js-password-input-toggle" in html
    assert "tolling-at-noon" not in html


def test_a_chart_stands_with_its_finding_its_picture_and_its_table():
    points = [BandPoint(HOSTILE, date(2017, 1, 2), 17, 5, 1, 9)]
    chart = band_chart(points, title=f"Reports rose {HOSTILE}", description="One week", unit="articles")

    html = render_to_string("ui/chart.html", {"chart": chart})

    assert HOSTILE not in html
    assert html.index("<figcaption") < html.index("<svg ") < html.index("<details") < html.index("<table")
    assert "1 to 9" in html


def test_a_table_names_its_columns_and_rows():
    html = render_to_string(
        "ui/table.html", {"caption": "Sources", "head": ("Source", "Records"), "rows": [("News", "3,824")]}
    )

    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Sources</caption>' in html


def test_pages_keep_what_was_asked_for():
    request = RequestFactory().get("/audit/?who=3&page=2")

    html = render_to_string("ui/pagination.html", {"page": Paginator(range(30), 10).page(2)}, request=request)

    assert 'href="?who=3&amp;page=1"' in html
    assert 'href="?who=3&amp;page=3"' in html
    assert "Page 2 of 3" in html


def test_a_timeline_says_who_what_and_when():
    entry = {"title": "Dismissed", "by": "A. Analyst", "at": datetime(2026, 11, 2, 9, 4, tzinfo=UTC), "text": "Twice"}

    html = render_to_string("ui/timeline.html", {"entries": [entry]})

    assert "2 November 2026 at 09:04" in html
    assert 'datetime="2026-11-02T09:04:00+00:00"' in html


def test_a_summary_links_what_can_be_changed():
    html = render_to_string("ui/summary.html", {"rows": [("Threat", HOSTILE), ("State", "Open", "/x/", "Change")]})

    assert HOSTILE not in html
    assert '<a class="govuk-link" href="/x/">Change<span class="govuk-visually-hidden"> State</span></a>' in html


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("success", "Success"), ("error", "There is a problem"), ("warning", "Warning"), ("info", "Important")],
)
def test_a_notice_says_how_it_is_meant(kind, heading):
    html = render_to_string("ui/notice.html", {"kind": kind, "text": HOSTILE})

    assert f'aria-label="{heading}"' in html
    assert HOSTILE not in html


def test_words_are_filters_in_templates():
    template = engines["django"].from_string("{% load words %}{{ n|plain_number }}; {{ d|day }}; {{ p|p_words }}")

    assert template.render({"n": 1234, "d": date(2017, 1, 2), "p": 1 / 300}) == "1,234; 2 January 2017; about 1 in 300"
