"""下发文件: zip, geodatabase, GeoPackage, GeoJSON and KML as they come; which layer is meant; nothing left behind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.layers import fingerprint, source_parts
from landwatch_plugin.gis.patch_source import deleted_in, encoding_told, open_source, rows
from landwatch_plugin.gis.received_file import ReceivedFile
from tests.hand_made import SmallCounty, layer_of, patch_row, rect, saved

pytestmark = pytest.mark.usefixtures("qgis_app")
DRIVERS = [("OpenFileGDB", "图斑.gdb"), ("GPKG", "图斑.gpkg"), ("GeoJSON", "图斑.geojson"), ("LIBKML", "图斑.kml")]


def remarks(source: Path | str, layer: str = "") -> list[str]:
    """The BZ of every row, read as the intake reads."""
    with ReceivedFile(str(source)) as file:
        opened, _ = open_source(file.uri(layer))
        found = [row.values["BZ"] for row in rows(opened)]
        del opened
    return found


def two_rows() -> QgsVectorLayer:
    return layer_of([(rect(60 * k, 0, 40, 50), {"JCBH": f"{k}", "BZ": f"水田{k}"}) for k in (1, 2)])


class WindowsName(zipfile.ZipInfo):
    """A member whose name is written in GBK without saying so, as Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def zipped(path: Path, files: dict[str, bytes], kind: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(kind(name), data)
    return path


def parts_of(shp: Path, stem: str) -> dict[str, bytes]:
    return {stem + part.suffix: part.read_bytes() for part in source_parts(shp)}


@pytest.mark.parametrize(("driver", "name"), DRIVERS, ids=[name for _, name in DRIVERS])
def test_every_kind_of_file_is_read_alike(small: SmallCounty, driver: str, name: str) -> None:
    saved(two_rows(), small.folder / name, driver)
    assert remarks(small.folder / name) == ["水田1", "水田2"]


def test_a_shapefile_in_a_zip_is_read_and_its_copy_goes_away(small: SmallCounty) -> None:
    """In a folder of the archive, in GBK without .cpg."""
    shp = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="水田"))
    path = zipped(small.folder / "六月.zip", parts_of(shp, "下发/六月图斑") | {"说明.txt": b"x"})
    with ReceivedFile(str(path)) as file:
        [layer] = file.layers()
        copy = Path(layer.uri).parent
        assert (layer.name, layer.features, copy.is_dir()) == ("六月图斑", 1, True)
        assert not list(copy.parent.rglob("*.txt"))
    assert not copy.exists()
    assert remarks(path) == ["水田"]


def test_names_that_windows_wrote_in_gbk_are_read(small: SmallCounty) -> None:
    shp = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="水田"))
    path = zipped(small.folder / "六月.zip", parts_of(shp, "六月图斑"), WindowsName)
    with ReceivedFile(str(path)) as file:
        assert [layer.name for layer in file.layers()] == ["六月图斑"]


def test_names_in_a_zip_cannot_leave_its_folder(small: SmallCounty) -> None:
    shp = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="水田"))
    path = zipped(small.folder / "六月.zip", parts_of(shp, "../../../外面/图斑"))
    assert remarks(path) == ["水田"]
    assert not list(small.folder.parent.rglob("外面"))


def test_a_geodatabase_in_a_zip_is_read(small: SmallCounty) -> None:
    saved(two_rows(), small.folder / "图斑.gdb", "OpenFileGDB")
    inside = {f"图斑.gdb/{part.name}": part.read_bytes() for part in source_parts(small.folder / "图斑.gdb")}
    assert remarks(zipped(small.folder / "库.zip", inside)) == ["水田1", "水田2"]


def test_of_several_layers_one_must_be_named(small: SmallCounty) -> None:
    """The first one would be taken, and the others passed over without a word. Tables without shapes do not count."""
    path = small.folder / "下发.gpkg"
    for name in ("六月", "七月"):
        saved(layer_of([(rect(0, 0, 9, 9), {"BZ": name})], name=name), path, layer_name=name)
    saved(QgsVectorLayer("NoGeometry?field=BZ:string", "表", "memory"), path, layer_name="表")
    with ReceivedFile(str(path)) as file:
        assert [layer.name for layer in file.layers()] == ["六月", "七月"]
        with pytest.raises(InputError, match=r"【下发\.gpkg】文件中有2个图层（六月、七月），没有指明接收哪一个"):
            file.uri()
        with pytest.raises(InputError, match=r"没有面图层“八月”。.*现有面图层：六月、七月"):
            file.uri("八月")
    assert remarks(path, "七月") == remarks(f"{path}|layername=七月") == ["七月"]


def test_several_shapefiles_in_a_zip_are_layers_to_choose_from(small: SmallCounty) -> None:
    files: dict[str, bytes] = {}
    for name in ("六月", "七月"):
        shp = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ=name), name=name)
        files |= parts_of(shp, name)
    path = zipped(small.folder / "两月.zip", files)
    with pytest.raises(InputError, match=r"【两月\.zip】文件中有2个图层"):
        remarks(path)
    assert remarks(path, "七月") == remarks(f"{path}|layername=七月") == ["七月"]


def test_geojson_and_kml_in_gbk_are_read(small: SmallCounty) -> None:
    """GDAL takes both for UTF-8 whatever they are."""
    for driver, name in (("GeoJSON", "图斑.geojson"), ("LIBKML", "图斑.kml")):
        path = small.folder / name
        saved(two_rows(), path, driver)
        text = path.read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="GBK"')
        path.write_bytes(text.encode("gbk"))
        assert remarks(path) == ["水田1", "水田2"]
        assert path.read_bytes() == text.encode("gbk"), "the file itself stays as it is"


@pytest.mark.parametrize("name", ["六月.rar", "六月.7z"])
def test_archives_that_cannot_be_read_are_to_be_unpacked_first(small: SmallCounty, name: str) -> None:
    (small.folder / name).write_bytes(b"Rar!")
    with pytest.raises(InputError, match=r"不能读取 rar、7z 压缩包。 处理办法：请先解压"):
        ReceivedFile(str(small.folder / name))


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "压缩包无法解开（不是 zip 文件"), (b"PK\x03\x04" + b"x" * 60, "压缩包无法解开")]
)
def test_a_broken_zip_is_refused(small: SmallCounty, data: bytes, said: str) -> None:
    path = small.folder / "坏.zip"
    path.write_bytes(data)
    with pytest.raises(InputError, match=rf"【坏\.zip】{said}"):
        ReceivedFile(str(path))


def test_a_zip_that_is_missing_is_told_in_chinese(small: SmallCounty) -> None:
    with pytest.raises(InputError) as caught:
        ReceivedFile(str(small.folder / "没有.zip"))
    assert "文件不存在" in caught.value.message and "No such" not in str(caught.value)


def test_a_zip_without_a_layer_says_what_it_should_hold(small: SmallCounty) -> None:
    path = zipped(small.folder / "文档.zip", {"说明.docx": b"x"})
    with pytest.raises(InputError, match=r"【文档\.zip】压缩包中没有图层文件.*\.shp"):
        ReceivedFile(str(path))


def test_the_hash_covers_all_parts_and_only_them(small: SmallCounty) -> None:
    """A changed attribute is another file; a file of a like name beside it is not looked at."""
    shp = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    first, _ = fingerprint(str(shp))
    shp.with_name("图斑2.dbf").write_bytes(b"x")
    shp.with_suffix(".sbn").write_bytes(b"x")
    assert fingerprint(str(shp))[0] == first
    shp.with_suffix(".cpg").write_text("GBK")
    second, _ = fingerprint(str(shp))
    data = bytearray(shp.with_suffix(".dbf").read_bytes())
    data[-3] ^= 1
    shp.with_suffix(".dbf").write_bytes(bytes(data))
    assert len({first, second, fingerprint(str(shp))[0]}) == 3


def test_a_geodatabase_has_a_hash_too(small: SmallCounty) -> None:
    saved(two_rows(), small.folder / "图斑.gdb", "OpenFileGDB")
    first, when = fingerprint(str(small.folder / "图斑.gdb"))
    assert len(first) == 64 and when
    (small.folder / "图斑.gdb" / "x.lock").write_text("")
    assert fingerprint(str(small.folder / "图斑.gdb"))[0] == first


@pytest.mark.parametrize(
    ("cpg", "told"),
    [
        (None, "GBK（GB18030）（文件未注明，按内容判断）"),
        ("GBK", "GBK（GB18030）（与文件注明一致）"),
        ("UTF-8", "GBK（GB18030）（按内容判断；文件注明的UTF-8不符）"),
    ],
)
def test_the_encoding_is_told_with_what_speaks_for_it(small: SmallCounty, cpg: str | None, told: str) -> None:
    shp = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="占用水田建房"))
    if cpg:
        shp.with_suffix(".cpg").write_text(cpg)
    _, encoding = open_source(str(shp))
    assert encoding_told(str(shp), encoding) == told


def test_parts_that_do_not_belong_together_are_refused(small: SmallCounty) -> None:
    """The table of another month beside the shapes: every row would get another patch's attributes."""
    june = small.batch(*(patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(4)), name="六月")
    july = small.batch(*(patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(5)), name="七月")
    june.with_suffix(".dbf").write_bytes(july.with_suffix(".dbf").read_bytes())
    with pytest.raises(InputError, match=r"【六月\.shp】.*图形（\.shx）有4行，属性表（\.dbf）记为5行.*重新拷贝"):
        open_source(str(june))


def test_rows_marked_as_deleted_are_counted(small: SmallCounty) -> None:
    shp = small.batch(*(patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(4)))
    assert deleted_in(str(shp)) == 0
    table = bytearray(shp.with_suffix(".dbf").read_bytes())
    table[int.from_bytes(table[8:10], "little")] = 0x2A
    shp.with_suffix(".dbf").write_bytes(bytes(table))
    assert deleted_in(str(shp)) == 1
    assert deleted_in(saved(two_rows(), small.folder / "a.gpkg")) == 0


def gbk(small: SmallCounty, name: str = "六月", text: str = "涉军") -> Path:
    """A shapefile in GBK that does not say so."""
    shp = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ=text), name=f"下发/{name}")
    assert not shp.with_suffix(".cpg").exists()
    return shp


@pytest.fixture
def folder(small: SmallCounty) -> Path:
    (small.folder / "下发").mkdir()
    return gbk(small).parent


@pytest.mark.parametrize(
    "form", ["{}", "{}|layername=六月", "{}/六月.dbf", "{}/六月.shx", "{}/六月.dbf|layername=六月"]
)
def test_a_shapefile_is_read_alike_by_whatever_part_it_is_named(folder: Path, form: str) -> None:
    """In GBK without .cpg: QGIS gives `folder|layername=…` for a layer that was opened as a folder."""
    with ReceivedFile(form.format(folder)) as file:
        opened, encoding = open_source(file.uri())
        assert ([row.values["BZ"] for row in rows(opened)], encoding) == (["涉军"], "gb18030")
        assert file.chosen == folder / "六月.shp", "its name and hash go into the ledger"
        del opened


def test_of_several_shapefiles_in_a_folder_one_must_be_named(small: SmallCounty, folder: Path) -> None:
    gbk(small, "七月", "水田")
    with pytest.raises(InputError, match=r"【下发】文件中有2个图层"):
        remarks(folder)
    assert remarks(folder, "七月") == remarks(f"{folder}|layername=七月") == ["水田"]


def test_a_folder_without_layers_and_a_table_without_shapes_are_refused(small: SmallCounty, folder: Path) -> None:
    (small.folder / "空").mkdir()
    with pytest.raises(InputError, match=r"【空】文件夹中没有图层文件.*\.shp"):
        ReceivedFile(str(small.folder / "空"))
    (folder / "六月.shp").unlink()
    with pytest.raises(InputError, match=r"【六月\.dbf】选择的是 \.dbf，没有找到同名的 \.shp"):
        ReceivedFile(str(folder / "六月.dbf"))


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("图斑.mif", r"另存.*可接收：\.shp、\.gdb"),
        ("图斑.tab", "可接收"),
        ("界址点.txt", "读入界址点坐标文本.*批文坐标入库"),
        ("清单.xlsx", "连接清单"),
        ("清单.csv", "连接清单"),
    ],
)
def test_other_kinds_of_files_are_refused_with_the_place_where_they_belong(
    small: SmallCounty, name: str, cure: str
) -> None:
    (small.folder / name).write_bytes(b"x")
    with pytest.raises(InputError, match=cure):
        ReceivedFile(str(small.folder / name))


def test_a_table_that_is_all_ascii_contradicts_nothing(small: SmallCounty) -> None:
    """Numbers and codes only: GBK and UTF-8 are the same bytes."""
    shape, values = patch_row("990126SJ01", rect(0, 0, 40, 50))
    shp = small.batch((shape, {key: value if str(value).isascii() else "" for key, value in values.items()}))
    shp.with_suffix(".cpg").write_text("GBK")
    _, encoding = open_source(str(shp))
    assert encoding_told(str(shp), encoding) == "GBK（GB18030）（与文件注明一致）"
