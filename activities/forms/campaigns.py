"""A campaign's form."""

from branches.screens.inputs import DayField, Line, Number, VersionedForm


class CampaignForm(VersionedForm):
    name = Line(label="名称", max_length=100)
    year = Number(label="年度")
    starts_on = DayField(label="从哪天起")
    ends_on = DayField(label="到哪天为止", required=False, help_text="结束后的第一天；可空着。")
    document = Line(label="文号", max_length=100, required=False)
