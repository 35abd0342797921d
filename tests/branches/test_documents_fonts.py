"""The foundry: faces that keep the grid, one's own first, and what is missing named."""

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from branches.documents.foundry import CannotMakeFonts, make_fonts
from branches.documents.typefaces import FANGSONG, KAI, SONG, TYPEFACES, missing, only_these
from tests.county import ROOT


@pytest.fixture
def opened():
    """Open a font file, and close it afterwards."""
    with ExitStack() as files:
        yield lambda path: files.enter_context(TTFont(path, lazy=True))


@pytest.mark.parametrize("face", TYPEFACES, ids=lambda face: face.stem)
def test_every_face_has_the_same_height_and_baselines(opened, face):
    font = opened(face.path(settings.FONTS_DIR))
    song = opened(SONG.path(settings.FONTS_DIR))

    assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (880, -120, 0)
    assert font["head"].unitsPerEm == 1000
    assert font.getTableData("BASE") == song.getTableData("BASE")


@pytest.mark.parametrize("face", TYPEFACES, ids=lambda face: face.stem)
def test_every_face_is_called_by_a_name_of_its_own(opened, face):
    assert opened(face.path(settings.FONTS_DIR))["name"].getDebugName(1) == face.family


def test_digits_of_thin_faces_are_those_of_songti(opened):
    known = {
        face.family: ord("1") in opened(face.path(settings.FONTS_DIR)).getBestCmap()
        for face in TYPEFACES
    }

    assert [family for family, has_digits in known.items() if not has_digits] == [
        *("GW FangSong", "GW Kai", "GW WenKai"),
    ]


def test_font_of_ones_own_goes_before_the_systems_and_is_fitted_to_the_grid(opened, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    small = opened(KAI.path(settings.FONTS_DIR))
    subsetter = Subsetter()
    subsetter.populate(text="党员教育")
    subsetter.subset(small)
    del small["BASE"]
    scale_upem(small, 2048)
    for face in TYPEFACES:
        small.save(own / f"{face.stem}.otf")

    used = make_fonts(into=tmp_path, sources=[Path("/usr/share/fonts")])

    made = opened(FANGSONG.path(tmp_path))
    song = opened(SONG.path(settings.FONTS_DIR))
    assert used == [own / f"{face.stem}.otf" for face in TYPEFACES]
    assert (made["name"].getDebugName(1), made["hhea"].ascent) == ("GW FangSong", 880)
    assert made["hmtx"][made.getBestCmap()[ord("党")]][0] == 1000
    assert made.getTableData("BASE") == song.getTableData("BASE")
    assert missing(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["own"]


def test_source_that_is_nowhere_is_named(tmp_path):
    with pytest.raises(CannotMakeFonts, match=r"FandolFang-Regular\.otf is in none of"):
        make_fonts(into=tmp_path / "fonts", sources=[tmp_path])


def test_fonts_that_are_missing_are_named(tmp_path):
    assert missing(tmp_path)[:2] == ["fonts.conf", "fangsong.otf"]


@pytest.mark.parametrize("before", ["/etc/fonts/fonts.conf", None])
def test_environment_is_as_it_was_afterwards(monkeypatch, tmp_path, before):
    if before is None:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    else:
        monkeypatch.setenv("FONTCONFIG_FILE", before)

    with only_these(tmp_path):
        assert os.environ["FONTCONFIG_FILE"] == str(tmp_path / "fonts.conf")

    assert os.environ.get("FONTCONFIG_FILE") == before


def test_fontconfig_sees_our_fonts_and_no_others():
    with only_these(settings.FONTS_DIR):
        listed = subprocess.run(
            ["fc-list", ":", "family"], check=True, capture_output=True, text=True
        ).stdout

    assert sorted(listed.split("\n")[:-1]) == sorted(face.family for face in TYPEFACES)


def test_second_setup_of_fonts_does_nothing():
    stamp = settings.FONTS_DIR / "stamp"
    before = stamp.stat().st_mtime_ns

    printed = subprocess.run(
        ["bash", ".ci/fonts.sh"],
        cwd=ROOT,
        env={**os.environ, "FONTS_DIR": str(settings.FONTS_DIR)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert (printed, stamp.stat().st_mtime_ns) == ("", before)
