from django.apps import AppConfig

from branches import verbs

# What the details of this app's events say; counts and sums, never wages.
WORDS = {
    "dues_year": "年度",
    "dues_month": "月份",
    "dues_due": "每月应交（元）",
    "paid_on": "交纳日期",
    "dues_sum": "金额合计（元）",
    "dues_unpaid": "未交（人）",
    "dues_added": "核定（人月）",
    "dues_replaced": "重新核定（人月）",
    "dues_without_basis": "没有基数（人）",
    "relief_approved_by": "批准的党组织",
}


class DuesConfig(AppConfig):
    name = "dues"
    verbose_name = "党费"

    def ready(self) -> None:
        verbs.register(WORDS, {})
