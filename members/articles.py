"""What the texts say about members, and the code lists their forms use, as data."""

from datetime import date

from branches.regulations import Article, Confidence, Dated, Version

_CARE = "中国共产党党员教育管理工作条例"
_DEVELOP = "中国共产党发展党员工作细则（2026年修订）"
_TERMS = "关于党的基层组织任期的意见"
_ELECT = "中国共产党基层组织选举工作条例"
_BRANCH = "中国共产党支部工作条例（试行）"

ARTICLES: dict[str, Article] = {
    "MEM-01": Article(
        _CARE,
        "第二十五条",
        Confidence.A,
        "每个党员都要编入一个支部；工作单位或居住地变动，或外出6个月以上地点固定的，转接组织关系。",
    ),
    "MEM-02": Article(
        _CARE,
        "第二十五条",
        Confidence.A,
        "新的组织接收之前，原组织继续管理。",
    ),
    "MEM-05": Article(
        _CARE,
        "第二十四条",
        Confidence.A,
        "失去联系6个月以上、查找不到的党员，停止党籍。",
    ),
    "MEM-08": Article(
        _CARE,
        "第三十二条",
        Confidence.B,
        "外出6个月以上、组织关系没有转出的是流动党员。",
    ),
    "ORG-07": Article(
        _DEVELOP, "第二十二条", Confidence.A, "除另有规定外，临时党组织不能接收、审批预备党员。"
    ),
    "DEV-01": Article(_DEVELOP, "第五条", Confidence.A, "年满18岁才可以申请入党。"),
    "DEV-24": Article(
        _DEVELOP,
        "第三十一条",
        Confidence.A,
        "预备期一年，从支部党员大会通过之日算起。",
    ),
    "DEV-25": Article(
        _DEVELOP,
        "第三十一条",
        Confidence.A,
        "预备期只能延长一次，不少于6个月，最长不超过1年。",
    ),
    "DEV-28": Article(
        _DEVELOP,
        "第三十三条",
        Confidence.A,
        "党龄从预备期满转为正式党员之日算起。",
    ),
    "DEV-31": Article(
        _CARE,
        "第二十四条",
        Confidence.A,
        "党籍从支部党员大会通过之日算起。",
    ),
    "ELE-06": Article(
        "中国共产党基层组织选举工作条例",
        "第五条",
        Confidence.A,
        "只有正式党员有表决权、选举权、被选举权。",
    ),
    "SEC-01": Article(
        "中国共产党支部工作条例（试行）",
        "",
        Confidence.B,
        "党支部书记一般应当有1年以上党龄。",
    ),
    "STAT-T1": Article(
        "党内统计报表（党员数量变化情况）",
        "",
        Confidence.B,
        "上年底总数加本年增加减本年减少等于应有数，与实有数之差应为零。",
    ),
    "IDN-01": Article(
        "公民身份号码（GB 11643-1999）",
        "",
        Confidence.B,
        "6位地区、8位出生日期、3位顺序、1位校验，共18位。",
    ),
    "IDN-02": Article(
        "公民身份号码（GB 11643-1999）", "", Confidence.B, "第17位奇数为男，偶数为女。"
    ),
    "IDN-03": Article(
        "公民身份号码（GB 11643-1999）",
        "",
        Confidence.B,
        "前17位的加权因子依次为 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2。",
    ),
    "IDN-04": Article(
        "公民身份号码（GB 11643-1999）", "", Confidence.B, "末位由前17位加权求和后对11取余得出。"
    ),
    "IDN-06": Article(
        "党员信息采集",
        "",
        Confidence.B,
        "出生日期以人事档案为准；与身份号码不一致的提示，不改写。",
    ),
    "ELE-01": Article(
        _TERMS,
        "一",
        Confidence.A,
        "党的基层委员会每届任期一般为5年，总支部委员会、支部委员会每届任期一般为3年。",
    ),
    "ELE-02": Article(
        _ELECT,
        "第三条",
        Confidence.A,
        "任期届满应当按期换届；延期或者提前须经上级党组织批准，延长期限一般不超过1年。",
    ),
    "ELE-03": Article(
        _BRANCH,
        "",
        Confidence.B,
        "上级党组织一般提前6个月提醒任期届满的党支部做好换届准备。",
    ),
    "ELE-07": Article(
        _ELECT,
        "第十三条",
        Confidence.A,
        "委员候选人的差额不少于应选人数的20%。",
    ),
    "ELE-10": Article(
        _ELECT,
        "",
        Confidence.B,
        "实到会的有选举权的党员人数不少于应到会人数的五分之四，方可选举。",
    ),
    "ELE-22": Article(
        _BRANCH,
        "",
        Confidence.C,
        "正式党员不足7人的支部不设委员会，设书记1名，必要时设副书记1名。",
    ),
    "DEV-08": Article(
        _DEVELOP,
        "第十三条",
        Confidence.A,
        "积极分子经过1年以上培养教育和考察，才可以列为发展对象。",
    ),
}

# GB/T 3304 (COD-02), two digits and the name.
_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 "
    "高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 "
    "普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 "
    "珞巴 基诺"
)
ETHNICITIES: dict[str, str] = {
    f"{number:02}": f"{name}族" for number, name in enumerate(_PEOPLES.split(), start=1)
}
HAN = "01"

# The kinds of 出党 (STAT-T10), as ends of a placement name them.
EXPULSIONS: dict[str, str] = {
    "EXPELLED": "开除党籍",
    "RESIGNED": "退党除名",
    "PERSUADED": "劝退",
    "REMOVED": "劝而不退除名",
    "LAPSED": "自行脱党除名",
    "PROBATION_CANCELLED": "取消预备党员资格",
    "NOT_RECOGNISED": "不予承认",
}

# How many years a committee of each kind is elected for (ELE-01). What is not listed has no term
# and holds no election: a dispatched work committee and a temporary branch are appointed.
TERM_YEARS: Dated[dict[str, int]] = Dated(
    [
        Version(
            since=date(2018, 7, 12),
            article=ARTICLES["ELE-01"],
            value={"PARTY_COMMITTEE": 5, "GENERAL_BRANCH": 3, "BRANCH": 3, "JOINT_BRANCH": 3},
        ),
    ]
)
# 组织关系 rests in these; a temporary branch admits nobody and ends with its task (ORG-07).
HOLDS_MEMBERS = frozenset({"BRANCH", "JOINT_BRANCH"})

OLD_ENOUGH = 18  # whole years (DEV-01)

# Lines of 党员数量变化情况 (STAT-T1), by how placements begin and end. What the register held
# when it opened is no increase of the table, so it is a line of its own.
RESUMED, SUSPENDED = "RESUMED", "SUSPENDED"  # by a standing, not by a placement
INCREASES: dict[str, tuple[str, ...]] = {
    "启用时登记": ("OPENING",),
    "发展党员": ("ADMITTED",),
    "恢复党籍": ("RESTORED", RESUMED),
    "转入组织关系": ("ARRIVED", "TRANSFERRED", "REORGANISED"),
}
DECREASES: dict[str, tuple[str, ...]] = {
    "出党": tuple(EXPULSIONS),
    "停止党籍": (SUSPENDED,),
    "死亡": ("DIED",),
    "转出组织关系": ("LEFT", "TRANSFERRED", "REORGANISED"),
}
