"""The ZIP of everything holds every published entry, and no word of any other or of a person."""

import io
import zipfile

import pytest

from casestudies import whole
from tests.factories import make_leader, make_member
from tests.pdf import text_of
from tests.promises.test_leaders_unseen import PLANTED as LEADERS
from tests.promises.test_leaders_unseen import SECRET
from tests.promises.test_visibility_cells import PLANTED, plant, word


def texts_of(content: bytes):
    """The text of each file of an archive, of archives in it, and of PDFs, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            file = archive.read(name)
            if file.startswith(b"PK\x03\x04"):
                yield name, " ".join(text for _name, text in texts_of(file))
            else:
                yield name, text_of(file) if file.startswith(b"%PDF") else file.decode()


@pytest.mark.django_db
def test_each_state_is_in_the_whole_or_nowhere_in_it(tmp_path):
    planted = plant()
    for email, fields in LEADERS.items():
        make_leader(*planted.values(), email=email, **fields)
    make_member(name="Zqone Planted", email="zqplanted-member@zqfire.uk")
    whole.export(tmp_path / "everything.zip")
    files = dict(texts_of((tmp_path / "everything.zip").read_bytes()))
    where = {
        name: {file.partition("/")[2] for file, said in files.items() if word(name) in file + said}
        for name in PLANTED
    }
    for name, is_public in PLANTED.items():
        outlets = {
            *("overview.pdf", "overview/index.html", "case-studies.csv", "case-studies.json"),
            *("case-studies.xlsx", "case-studies.atom"),
            *("case-studies/a-z/index.html", "regions/wales/index.html"),
        }
        assert where[name] >= outlets if is_public else not where[name], name
    assert not [file for file, said in files.items() if SECRET.search(said)]
