from django.apps import AppConfig

from branches import verbs


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "活动"

    def ready(self) -> None:
        """Tell the log what the details of sittings and of the registers are called."""
        # Models cannot be imported before every app is loaded.
        from activities import models  # noqa: PLC0415

        values = {
            "activities.Sitting.kinds": dict(models.SittingKind.Kind.choices),
            "activities.Sitting.form": dict(models.Sitting.Form.choices),
        }
        words = {f"activities.Sitting.{name}": word for name, word in WORDS.items()}
        verbs.register({**words, "activities.Campaign.year": "年度"}, values)
        for name in REGISTERS:
            verbs.register_columns(getattr(models, name))


# Whose events call things as their columns are called.
REGISTERS = ("Exam", "Inspection", "ResponsibilityLetter", "ContactPoint", "TrainingClass")
# What a sitting's event tells, in the order it is told.
WORDS = {
    "held_on": "开展日期",
    "title": "主题",
    "kinds": "类型",
    "starts_at": "开始时间",
    "minutes": "时长（分钟）",
    "form": "形式",
    "place": "地点",
    "summary": "内容摘要",
    "host": "主持人",
    "host_name": "主持人姓名",
    "lecturers": "讲课人",
    "campaign": "专项活动",
    "belongs_to_year": "所属年度",
    "attendance": "到会情况",
    "present": "到会",
    "excused": "请假",
    "absent": "缺席",
    "unexpected": "不在应到范围而到会",
    "others": "其他到会人数",
    "confirmed_on": "确认日期",
    "confirmed_by": "确认人",
    "official_on": "上级系统办理日期",
    "official_number": "上级系统编号",
}
