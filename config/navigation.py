"""The rail, which spans all apps: label, URL name, permission, the letter after `g`, icon.

The first five are the phone's bar; the others stand under 更多 there.
"""

NAVIGATION = [
    ("首页", "reports:home", None, "h", "home"),
    ("党组织", "branches:organisation-list", "READ_REGISTER", "b", "tree"),
    ("党员", "members:member-list", "READ_MEMBERS", "m", "member"),
    ("活动", "activities:sitting-list", "READ_ACTIVITIES", "e", "calendar"),
    ("党费", "dues:dues-list", "READ_DUES", "d", "coin"),
    ("报告", "reports:summary-list", "READ_SUMMARY", "r", "chart"),
    ("学校", "branches:school-list", "READ_REGISTER", "s", "school"),
    ("党内职务", "members:post-list", "READ_MEMBERS", "j", "flag"),
    ("发展", "members:case-list", "READ_MEMBERS", "f", "steps"),
    ("选举", "members:election-list", "READ_MEMBERS", "v", "vote"),
    ("请示", "branches:request-list", "READ_REGISTER", "n", "upload"),
    ("考试", "activities:exam-list", "READ_ACTIVITIES", "x", "exam"),
    ("督导", "activities:inspection-list", "READ_ACTIVITIES", "i", "eye"),
    ("责任书", "activities:letter-list", "READ_ACTIVITIES", "z", "letter"),
    ("联系点", "activities:contact-list", "READ_ACTIVITIES", "c", "pin"),
    ("培训", "activities:class-list", "READ_ACTIVITIES", "t", "lecture"),
    ("系统外人员", "branches:outside-person-list", "READ_OUTSIDE_PERSONS", "o", "people"),
    ("账号", "branches:account-list", "MANAGE_ACCOUNTS", "a", "key"),
    ("设置", "branches:setting-list", "MANAGE_SETTINGS", "p", "gear"),
    ("日志", "branches:audit-list", "READ_AUDIT", "l", "log"),
    ("帮助", "branches:help", None, "q", "help"),
]

# The strips of tabs on a person's and an organisation's page, which span apps: label, URL name
# (given the row's key), permission. Each app owns its tab.
MEMBER_TABS: list[tuple[str, str, str]] = [
    ("党费", "dues:member-dues", "READ_DUES"),
    ("到会", "activities:member-attendance", "READ_ACTIVITIES"),
]
ORGANISATION_TABS: list[tuple[str, str, str]] = [
    ("党员", "members:organisation-roll", "READ_MEMBERS"),
    ("职务", "members:organisation-posts", "READ_MEMBERS"),
    ("党费", "dues:branch-dues", "READ_DUES"),
]
