from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "partnership.exchange"
    label = "exchange"
