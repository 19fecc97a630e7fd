"""Many series' forecasts, in processes of their own. Nothing of one series reaches another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context

from tocsin.forecasting.forecasts import Forecast, ForecastSettings, NoForecast
from tocsin.forecasting.series import CrimeSeries
from tocsin.forecasting.series_forecast import forecast_series

# Fewer series are done before a process has started.
FEWEST_FOR_A_PROCESS = 8
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def forecast_all(
    crimes: CrimeSeries,
    settings: ForecastSettings = ForecastSettings(),  # noqa: B008 - frozen
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Forecast | NoForecast, ...]:
    """A forecast of each series, or why there is none, in the order given; the same however many workers."""
    total = len(crimes.names)
    progress(0, total)
    if total < FEWEST_FOR_A_PROCESS:
        made = []
        for done, counts in enumerate(crimes.counts, start=1):
            made.append(forecast_series(counts, crimes.a_year, settings))
            progress(done, total)
        return tuple(made)
    with _one_thread_each():
        pool = ProcessPoolExecutor(min(workers, total), mp_context=get_context("spawn"))
        try:
            futures = [pool.submit(forecast_series, counts, crimes.a_year, settings) for counts in crimes.counts]
            for done, _ in enumerate(as_completed(futures), start=1):
                progress(done, total)
            return tuple(future.result() for future in futures)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started inside keep to one thread: on matrices this small, more spend their time waiting."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
