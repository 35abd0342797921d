"""Names of people who do not exist: each is given once."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵"
)
# The first and the second character of a given name.
FIRST = {
    "MALE": "志建国文明海永德立正少宝春树长玉学兆景敬友世振庆仁光承启兴大",
    "FEMALE": "秀桂玉淑春雅丽晓雪慧美素海月惠静婉思佳若梦欣雨琳红燕艳玲亚凤",
}
SECOND = {
    "MALE": "军平民林山河才良义贵荣福生成田松柏川岭峰泉波洲宁康禄祥瑞润博",
    "FEMALE": "兰英芳梅珍荣华萍云霞芬琴娟莲菊丽敏洁颖蓉茹宁瑶怡彤萱薇洋楠荷",
}


def drawn(*key: object) -> Random:
    """Return what draws the same for the same key, every time."""
    return Random(" ".join(map(str, key)))  # noqa: S311  # sample data, no secret


class Names:
    """Draws names, none of them twice."""

    def __init__(self, *known: str) -> None:
        self._known = set(known)

    def draw(self, random: Random, sex: str) -> str:
        """Return a name nobody else has."""
        while True:
            given = random.choice(FIRST[sex]) + random.choice(SECOND[sex])
            name = random.choice(SURNAMES) + given
            if name not in self._known:
                self._known.add(name)
                return name
