"""The rail, which spans all apps: label, URL name, permission, the letter after `g`, icon.

The first five are the phone's bar; the others stand under 更多 there.
"""

NAVIGATION = [
    ("首页", "reports:home", None, "h", "home"),
    ("党组织", "branches:organisation-list", "READ_REGISTER", "b", "tree"),
    ("党员", "members:member-list", "READ_MEMBERS", "m", "member"),
    ("学校", "branches:school-list", "READ_REGISTER", "s", "school"),
    ("党内职务", "members:post-list", "READ_MEMBERS", "j", "flag"),
    ("请示", "branches:request-list", "READ_REGISTER", "n", "upload"),
    ("系统外人员", "branches:outside-person-list", "READ_OUTSIDE_PERSONS", "o", "people"),
    ("账号", "branches:account-list", "MANAGE_ACCOUNTS", "a", "key"),
    ("设置", "branches:setting-list", "MANAGE_SETTINGS", "p", "gear"),
    ("日志", "branches:audit-list", "READ_AUDIT", "l", "log"),
    ("帮助", "branches:help", None, "q", "help"),
]

# The strips of tabs on a person's and an organisation's page, which span apps: label, URL name
# (given the row's key), permission. Each app owns its tab.
MEMBER_TABS: list[tuple[str, str, str]] = []
ORGANISATION_TABS: list[tuple[str, str, str]] = [
    ("党员", "members:organisation-roll", "READ_MEMBERS"),
    ("职务", "members:organisation-posts", "READ_MEMBERS"),
]
