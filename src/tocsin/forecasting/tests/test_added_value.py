"""Whether a driver brings forecasts closer, judged only in periods not used to fit."""

from __future__ import annotations

import numpy as np

from tocsin.forecasting.added_value import skill_gain

MONTHS = 96


def test_a_driver_that_leads_brings_forecasts_closer():
    random = np.random.default_rng(1)
    driver = random.normal(size=MONTHS)
    crime = random.normal(size=MONTHS)
    crime[3:] += 1.5 * driver[:-3]

    assert skill_gain(crime, driver, 6, 12) > 0.4


def test_a_driver_with_nothing_to_do_with_crime_brings_none():
    random = np.random.default_rng(2)
    gains = [skill_gain(random.normal(size=MONTHS), random.normal(size=MONTHS), 6, 12) for _ in range(20)]

    assert np.median(gains) < 0


def test_a_driver_of_the_same_month_only_is_no_warning():
    random = np.random.default_rng(3)
    driver = random.normal(size=MONTHS)

    assert skill_gain(driver + 0.1 * random.normal(size=MONTHS), driver, 6, 12) < 0.1
    assert skill_gain(driver, driver, 0, 12) is None


def test_a_month_is_not_forecast_from_itself():
    random = np.random.default_rng(4)
    driver, crime = random.normal(size=(2, MONTHS))
    driver[-3] = crime[-1] = 50.0

    assert skill_gain(crime, driver, 6, 12) < 0.1


def test_too_few_periods_say_nothing():
    assert skill_gain(np.arange(30.0), np.arange(30.0), 6, 12) is None
