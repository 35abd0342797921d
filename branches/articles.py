"""What the texts say about organisations and the schools they cover, as data."""

from branches.regulations import Article, Confidence

ARTICLES: dict[str, Article] = {
    "ORG-01": Article(
        "中国共产党支部工作条例（试行）",
        "第四条",
        Confidence.A,
        "凡是有正式党员3人以上的，都应当成立党支部。",
    ),
    "ORG-03": Article(
        "中国共产党支部工作条例（试行）",
        "第四条、第五条",
        Confidence.A,
        "正式党员不足3人的，按照地域相邻、行业相近、规模适当、便于管理的原则成立联合党支部，覆盖单位一般不超过5个。",
    ),
    "STAT-01": Article(
        "中国共产党党内统计公报",
        "",
        Confidence.A,
        "基层组织分为基层党委、总支部、支部。",
    ),
    "STAT-T24": Article(
        "党内统计报表（基层组织数量和换届）",
        "",
        Confidence.B,
        "派出工委单列，不计入基层党组织。",
    ),
    "DEV-19": Article(
        "中国共产党发展党员工作细则（2026年修订）",
        "第二十一条、第二十二条",
        Confidence.A,
        "预备党员由上级党委（工委）审批；党总支、党组、临时党组织不能审批。",
    ),
    "SCH-01": Article(
        "关于加强中小学校党的建设工作的意见",
        "",
        Confidence.A,
        "有正式党员3人以上的中小学校，应当单独建立党组织。",
    ),
    "SCH-03": Article(
        "关于加强民办学校党的建设工作的意见（试行）",
        "",
        Confidence.B,
        "民办学校暂不具备建立党组织条件的，可以选派党建工作指导员，或者建立联合党支部。",
    ),
}

ENOUGH_FOR_OWN = 3  # full members (ORG-01, SCH-01)

# Which kind may stand under which; "" is the top of a tree. A dispatched work committee may lead
# another one only where several levels are kept in one installation.
MAY_STAND_UNDER: dict[str, frozenset[str]] = {
    "COMMITTEE": frozenset({"", "COMMITTEE"}),
    "PARTY_COMMITTEE": frozenset({"COMMITTEE"}),
    "GENERAL_BRANCH": frozenset({"COMMITTEE", "PARTY_COMMITTEE"}),
    "BRANCH": frozenset({"COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH"}),
    "JOINT_BRANCH": frozenset({"COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH"}),
    "TEMPORARY_BRANCH": frozenset({"COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH"}),
}

# Who may be given the power to approve admissions (DEV-19).
MAY_APPROVE = frozenset({"COMMITTEE", "PARTY_COMMITTEE"})

# By which kind of organisation a school may be covered in which way.
MAY_COVER: dict[str, frozenset[str]] = {
    "OWN": frozenset({"PARTY_COMMITTEE", "GENERAL_BRANCH", "BRANCH"}),
    "JOINT": frozenset({"JOINT_BRANCH"}),
    "ATTACHED": frozenset({"PARTY_COMMITTEE", "GENERAL_BRANCH", "BRANCH"}),
    "INSTRUCTOR": frozenset(
        {"COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH", "BRANCH", "JOINT_BRANCH"}
    ),
}

# At which kinds of organisation a role can be held (interface, Roles). Administrators and
# auditors serve the whole installation, so they are appointed at the top only.
ROLE_PLACES: dict[str, frozenset[str]] = {
    "ADMINISTRATOR": frozenset({"COMMITTEE"}),
    "AUDITOR": frozenset({"COMMITTEE"}),
    "STAFF": frozenset({"COMMITTEE"}),
    "GENERAL_SECRETARY": frozenset({"PARTY_COMMITTEE", "GENERAL_BRANCH"}),
    "SECRETARY": frozenset({"BRANCH", "JOINT_BRANCH", "TEMPORARY_BRANCH"}),
    "CLERK": frozenset({"BRANCH", "JOINT_BRANCH", "TEMPORARY_BRANCH"}),
}
WHOLE_INSTALLATION = frozenset({"ADMINISTRATOR", "AUDITOR"})
