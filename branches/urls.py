from django.urls import path, register_converter

from branches.views import accounts, organisations, registers, requests, schools

app_name = "branches"


class Key:
    """A row's key, short enough for the database's integers."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Year(Key):
    """A school year, by the calendar year it begins in."""

    regex = "(?:19[5-9][0-9]|2[01][0-9]{2})"


register_converter(Key, "key")
register_converter(Year, "year")

urlpatterns = [
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", accounts.Logout.as_view(), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password-change"),
    path("acting-for/", organisations.Switch.as_view(), name="switch"),
    path("help/", registers.Help.as_view(), name="help"),
    path("branches/", organisations.OrganisationList.as_view(), name="organisation-list"),
    path("branches/new/", organisations.OrganisationCreate.as_view(), name="organisation-create"),
    path(
        "branches/<key:pk>/",
        organisations.OrganisationDetail.as_view(),
        name="organisation-detail",
    ),
    path(
        "branches/<key:pk>/history/",
        organisations.OrganisationHistory.as_view(),
        name="organisation-history",
    ),
    path(
        "branches/<key:pk>/edit/",
        organisations.OrganisationUpdate.as_view(),
        name="organisation-update",
    ),
    path(
        "branches/<key:pk>/rename/",
        organisations.OrganisationRename.as_view(),
        name="organisation-rename",
    ),
    path(
        "branches/<key:pk>/move/",
        organisations.OrganisationMove.as_view(),
        name="organisation-move",
    ),
    path(
        "branches/<key:pk>/dissolve/",
        organisations.OrganisationDissolve.as_view(),
        name="organisation-dissolve",
    ),
    path(
        "branches/<key:pk>/restore/",
        organisations.OrganisationRestore.as_view(),
        name="organisation-restore",
    ),
    path(
        "branches/<key:pk>/coverage/new/",
        organisations.CoverageCreate.as_view(),
        name="coverage-create",
    ),
    path("coverage/<key:pk>/end/", organisations.CoverageEnd.as_view(), name="coverage-end"),
    path(
        "branches/<key:pk>/approval-power/new/",
        organisations.PowerCreate.as_view(),
        name="power-create",
    ),
    path("approval-power/<key:pk>/end/", organisations.PowerEnd.as_view(), name="power-end"),
    path("schools/", schools.SchoolList.as_view(), name="school-list"),
    path("schools/new/", schools.SchoolCreate.as_view(), name="school-create"),
    path("schools/<key:pk>/", schools.SchoolDetail.as_view(), name="school-detail"),
    path("schools/<key:pk>/edit/", schools.SchoolUpdate.as_view(), name="school-update"),
    path("schools/<key:pk>/close/", schools.SchoolClose.as_view(), name="school-close"),
    path("schools/<key:pk>/reopen/", schools.SchoolReopen.as_view(), name="school-reopen"),
    path(
        "schools/<key:pk>/head-counts/<year:school_year>/edit/",
        schools.HeadCountEdit.as_view(),
        name="head-count-update",
    ),
    path("accounts/", accounts.AccountList.as_view(), name="account-list"),
    path("accounts/new/", accounts.AccountCreate.as_view(), name="account-create"),
    path("accounts/<key:pk>/", accounts.AccountDetail.as_view(), name="account-detail"),
    path("accounts/<key:pk>/edit/", accounts.AccountUpdate.as_view(), name="account-update"),
    path("accounts/<key:pk>/reset/", accounts.AccountReset.as_view(), name="account-reset"),
    path("accounts/<key:pk>/disable/", accounts.AccountDisable.as_view(), name="account-disable"),
    path("accounts/<key:pk>/enable/", accounts.AccountEnable.as_view(), name="account-enable"),
    path(
        "accounts/<key:pk>/appointment/new/",
        accounts.AppointmentCreate.as_view(),
        name="appointment-create",
    ),
    path("appointment/<key:pk>/end/", accounts.AppointmentEnd.as_view(), name="appointment-end"),
    path("outside-persons/", registers.OutsidePersonList.as_view(), name="outside-person-list"),
    path(
        "outside-persons/new/",
        registers.OutsidePersonCreate.as_view(),
        name="outside-person-create",
    ),
    path(
        "outside-persons/<key:pk>/edit/",
        registers.OutsidePersonUpdate.as_view(),
        name="outside-person-update",
    ),
    path("requests/", requests.RequestList.as_view(), name="request-list"),
    path("requests/<key:pk>/", requests.RequestDetail.as_view(), name="request-detail"),
    path("requests/<key:pk>/answer/", requests.RequestAnswer.as_view(), name="request-answer"),
    path(
        "requests/<key:pk>/withdraw/",
        requests.RequestWithdraw.as_view(),
        name="request-withdraw",
    ),
    path("settings/", registers.SettingList.as_view(), name="setting-list"),
    path("settings/new/", registers.SettingCreate.as_view(), name="setting-create"),
    path("audit/", registers.AuditList.as_view(), name="audit-list"),
    path("audit/<key:pk>/", registers.AuditDetail.as_view(), name="audit-detail"),
]
