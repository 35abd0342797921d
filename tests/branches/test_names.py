"""The key by which Chinese names are sorted and searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.names import KEY_LENGTH, name_key

hanzi = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=100)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("杨柳", "yangliu yl 杨柳"),
        ("示范县第一中学", "shifanxiandiyizhongxue sfxdyzx 示范县第一中学"),
        ("阿依古丽·买买提", "ayiguli·maimaiti aygl·mmt 阿依古丽·买买提"),
        ("Ｂ", "ｂ ｂ ｂ"),
        ("A组", "azu az a组"),
        ("", "  "),
    ],
)
def test_key_is_pinyin_initials_and_the_name_itself(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize("typed", ["yangliu", "yl", "杨柳", "柳", "liu"])
def test_name_is_found_by_what_people_type(typed):
    assert typed in name_key("杨柳")


def test_names_sort_in_the_order_of_pinyin():
    names = ["张三", "安宁", "李四", "杨柳", "白雪"]

    assert sorted(names, key=name_key) == ["安宁", "白雪", "李四", "杨柳", "张三"]


def test_rare_hanzi_stays_in_the_key():
    assert "𬱖" in name_key("王𬱖")


@given(name=hanzi)
def test_key_never_outgrows_its_column(name):
    assert len(name_key(name)) <= KEY_LENGTH


@given(name=hanzi)
def test_key_is_the_same_every_time(name):
    assert name_key(name) == name_key(name)
