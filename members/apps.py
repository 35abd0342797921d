from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "党员"

    def ready(self) -> None:
        # Models are there only when the apps are ready.
        from branches.services.places import HINDRANCES  # noqa: PLC0415
        from members.services.grounds import placed_here  # noqa: PLC0415

        HINDRANCES.append(placed_here)
