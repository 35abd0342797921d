"""What gatherings of the sample county are about: invented, neutral words."""

from __future__ import annotations

# Themes of the monthly day, January first.
MONTHLY = (
    "学习党章，过好新年第一课", "重温身边故事，走访慰问老同志", "立足讲台，争做先锋",
    "读书分享，提升师德", "爱岗敬业，服务学生", "主题党日集中行动", "迎七一，忆初心",
    "暑期集中学习", "尊师重教，岗位奉献", "传承红色文化", "安全护校，志愿服务",
    "总结交流，查找不足",
)  # fmt: skip
QUARTERLY = ("讨论年度工作计划", "讨论发展党员工作", "通报党费收缴情况", "研究改进作风措施")
LECTURES = (
    "怎样做一名合格党员",
    "立德树人的初心与使命",
    "学习先进典型，汲取奋进力量",
    "党的纪律和规矩",
)
COURTYARD = "清洁庭院、帮扶农户志愿服务行动"
JULY = "“七一”先锋行动"
MODEL = "向先进典型学习活动"
EDUCATION = {
    -1: "“学党章、强作风”专题教育",
    0: "“守初心、育新人”主题教育",
    1: "“强基础、促发展”学习教育",
}
PLACES = ("党员活动室", "会议室", "多功能教室", "阶梯教室")
REASONS = ("出差学习", "因病请假", "家中有事", "值班")
