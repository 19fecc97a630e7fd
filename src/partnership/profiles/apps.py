from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "partnership.profiles"
    label = "profiles"
