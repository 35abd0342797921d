from datetime import date

from django.urls import path, register_converter

from dues.screens import parse_month
from dues.views import lists, months, people

app_name = "dues"


class MonthInAddress:
    """A month, as 2026-10; one that forms do not take has no address either."""

    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return parse_month(value)

    def to_url(self, value: date | str) -> str:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


register_converter(MonthInAddress, "month")

urlpatterns = [
    path("dues/", lists.DuesList.as_view(), name="dues-list"),
    path("dues/payments/", lists.PaymentList.as_view(), name="payment-list"),
    path(
        "dues/payments/<key:pk>/reverse/",
        people.PaymentReverse.as_view(),
        name="payment-reverse",
    ),
    path("dues/arrears/", lists.ArrearsList.as_view(), name="arrears-list"),
    path("dues/bases/<key:pk>/<year:year>/", people.BasisEdit.as_view(), name="basis-update"),
    path("dues/relief/<key:pk>/end/", people.ReliefEnd.as_view(), name="relief-end"),
    path("dues/<key:pk>/", months.BranchDues.as_view(), name="branch-dues"),
    path("dues/<key:pk>/assess/<year:year>/", months.DuesAssess.as_view(), name="dues-assess"),
    path("dues/<key:pk>/<month:month>/", months.MonthGrid.as_view(), name="month-grid"),
    path("members/<key:pk>/dues/", people.MemberDues.as_view(), name="member-dues"),
    path(
        "members/<key:pk>/dues/payment/new/",
        people.PaymentCreate.as_view(),
        name="payment-create",
    ),
    path(
        "members/<key:pk>/dues/relief/new/",
        people.ReliefCreate.as_view(),
        name="relief-create",
    ),
]
