from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from branches import checks, triggers


class BranchesConfig(AppConfig):
    name = "branches"
    verbose_name = "党组织"

    def ready(self) -> None:
        pre_migrate.connect(triggers.drop_before_migrate)
        post_migrate.connect(triggers.create_after_migrate)
        connection_created.connect(checks.choose_journal_mode)
