"""The two ways settings are read from the environment."""

import stat

import pytest

from config.environment import flag, secret


@pytest.mark.parametrize(("text", "is_on"), [("1", True), ("0", False), ("", False)])
def test_setting_is_on_or_off(monkeypatch, text, is_on):
    monkeypatch.setenv("A_SETTING", text)

    assert flag("A_SETTING") is is_on


def test_setting_is_off_when_nothing_is_set(monkeypatch):
    monkeypatch.delenv("A_SETTING", raising=False)

    assert flag("A_SETTING") is False


@pytest.mark.parametrize("text", ["true", "yes", "on", "2", " 1"])
def test_any_other_setting_is_refused(monkeypatch, text):
    monkeypatch.setenv("A_SETTING", text)

    with pytest.raises(ValueError, match="A_SETTING must be 1 or 0"):
        flag("A_SETTING")


def test_secret_of_the_environment_is_taken_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setenv("A_SECRET", "from outside")

    assert secret("A_SECRET", keep_in=tmp_path) == "from outside"
    assert list(tmp_path.iterdir()) == []


def test_secret_is_made_once_and_kept_to_its_owner(monkeypatch, tmp_path):
    monkeypatch.delenv("A_SECRET", raising=False)

    first, second = secret("A_SECRET", keep_in=tmp_path), secret("A_SECRET", keep_in=tmp_path)

    (path,) = tmp_path.iterdir()
    assert first == second
    assert len(first) >= 64
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == ("a_secret.txt", 0o600)


def test_secret_of_each_place_is_its_own(monkeypatch, tmp_path):
    monkeypatch.delenv("A_SECRET", raising=False)
    places = [tmp_path / "one", tmp_path / "two"]
    for place in places:
        place.mkdir()

    first, second = (secret("A_SECRET", keep_in=place) for place in places)

    assert first != second
