"""The parts of the site in the order of the navigation: what is used daily first, what is looked up last.

Each is a label, the name of an address and the act that opens it, empty for everybody; or a label and several of those,
which stand in a second row. Nobody has more than nine.
"""

from __future__ import annotations

Entry = tuple[str, str, str]

TOCSIN_NAV: tuple[Entry | tuple[str, tuple[Entry, ...]], ...] = (
    ("My work", "work:mine", ""),
    ("Boards", "boards", "see-board"),
    ("Groups", (("Groups", "ocgs:groups", "see-board"), ("My groups", "plans:mine", "work-on-group"))),
    ("Plans", "plans:plans", "see-record"),
    ("Meetings", "meetings:meetings", "see-record"),
    (
        "Requests",
        (("Requests", "requests:requests", "see-board"), ("To answer", "requests:enquiries", "answer-request")),
    ),
    ("Outcomes", "outcomes:disruptions", "see-board"),
    (
        "Threat picture",
        (
            ("Threats", "threats:list", "see-board"),
            ("Profiles", "profiles:profiles", "see-record"),
            ("Scanning", "scanning:terms", "see-board"),
            ("Map", "areas:map", "see-board"),
        ),
    ),
    (
        "Records",
        (
            ("Shared with me", "records:shared", "see-record"),
            ("Exchange", "exchange:received", "see-board"),
            ("Reviews", "retention:queue", "review-records"),
            ("Audit log", "audit:events", "see-audit"),
            ("Accounts", "people:accounts", "manage-accounts"),
            ("System", "site-system", "see-system"),
        ),
    ),
)
