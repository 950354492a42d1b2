from django.apps import AppConfig


class BaselineConfig(AppConfig):
    name = "tests.load.baseline"
    label = "baseline"
