"""Requests to partners and, one a partner, the enquiry that it answers: hit, no hit or declined, and nothing else."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Agency
from partnership.people.rules import Act
from partnership.records.frozen import Frozen
from partnership.records.scoping import Scoped

from .rules import LONGEST_PHONE, LONGEST_POST, LONGEST_REFERENCE, Answer, RequestState


class Request(Scoped):
    """What is asked of partners, on which criterion, through which legal gateway, for what purpose, until when.

    criterion  and `gateway`: keys of requests.toml
    reference  of whoever or whatever is asked about, in the system that holds it; never a name
    asks       the question as partners read it
    """

    may_rest_on = ("ocgs.group", "ocgs.requirement", "ocgs.enabler", "triage.signal", "plans.action")
    tied_by = Act.ASK_PARTNERS

    criterion = models.CharField(max_length=40)
    gateway = models.CharField(max_length=40)
    reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    asks = models.TextField()
    purpose = models.TextField()
    expires_on = models.DateField(db_index=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in RequestState],
        default=RequestState.OPEN,
        db_index=True,
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = "partner request"
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="requests_request_state", condition=Q(state__in=[state.value for state in RequestState])
            ),
        )

    def __str__(self) -> str:
        return self.asks

    def get_absolute_url(self) -> str:
        return reverse("requests:request", args=[self.uuid])


class Enquiry(Scoped):
    """A request as it went to one partner, in the words of that day, and how that partner answered.

    A record of its own, shared with that agency, so that a partner reads neither the request nor other answers.
    contact_post, contact_phone  whom the asker is to call after a hit: a post and a number, no person
    answered_at, corrected_at    when it was first answered, and when that answer was last put right
    passed_on                    the day on which the details passed between the two agencies, outside this site
    """

    rests_on = ("request",)
    disclosed_by = Act.ASK_PARTNERS

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="enquiries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=40)
    gateway = models.CharField(max_length=40)
    reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    asks = models.TextField()
    purpose = models.TextField()
    expires_on = models.DateField(db_index=True)
    sent_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(
        max_length=10,
        choices=[(answer.value, answer.label) for answer in Answer],
        default=Answer.WAITING,
        db_index=True,
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=40, blank=True)  # a key of requests.toml, so that no content travels
    contact_post = models.CharField(max_length=LONGEST_POST, blank=True)
    contact_phone = models.CharField(max_length=LONGEST_PHONE, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    passed_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("expires_on", "pk")
        verbose_name = "enquiry to a partner"
        verbose_name_plural = "enquiries to partners"
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="requests_enquiry_answer", condition=Q(answer__in=[answer.value for answer in Answer])
            ),
            models.UniqueConstraint(name="requests_one_enquiry_each", fields=("request", "agency")),
        )

    def __str__(self) -> str:
        return self.asks

    def get_absolute_url(self) -> str:
        return reverse("requests:enquiry", args=[self.uuid])


class Feedback(Frozen):
    """What a partner's answer achieved, told to that partner."""

    part_of = "enquiry"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"feedback {self.pk}"
