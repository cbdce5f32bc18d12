"""下发文件: the file as it came (shp, zip, gdb, gpkg, geojson, kml), and what QGIS opens of it.

A zip is unpacked, and a GeoJSON or KML that is not UTF-8 is rewritten, into a folder of its own that goes away again.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from qgis.core import Qgis, QgsProviderRegistry, QgsProviderSublayerDetails, QgsWkbTypes

from landwatch_plugin.domain.encoding import decode, guess_encoding
from landwatch_plugin.domain.errors import InputError

KINDS = (".shp", ".gdb", ".gpkg", ".geojson", ".json", ".kml", ".kmz")
_COMPANIONS = (".shx", ".dbf", ".prj", ".cpg")
_ELSEWHERE = {
    ".txt": "坐标文本请用“读入界址点坐标文本”，批文坐标请用“批文坐标入库”；属性清单请在“连接清单”中选择。",
    ".xlsx": "属性清单请在“连接清单”中选择，来源处请选择图斑图层。",
    ".csv": "属性清单请在“连接清单”中选择，来源处请选择图斑图层。",
}
_ELSEWHERE[".xls"] = _ELSEWHERE[".xlsm"] = _ELSEWHERE[".xlsx"]
"""Files that a county also gets, and where they are read."""
_TEXTS = (".geojson", ".json", ".kml")
_LARGEST = 8 << 30
_DECLARATION = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*([\"'])[^\"']*\2")


@dataclass(frozen=True)
class LayerInFile:
    """A polygon layer that the file holds."""

    name: str
    uri: str
    features: int


class ReceivedFile:
    """`chosen` is what the user gave; `uri()` is what QGIS opens. Use as a context manager."""

    def __init__(self, source: str) -> None:
        """Raises InputError for an archive that cannot be unpacked."""
        name, bar, tail = source.partition("|")
        self.chosen = Path(name)
        self._tail = bar + tail
        self._given = self.chosen.name
        self._folder: TemporaryDirectory[str] | None = None
        try:
            self._paths = self._prepared()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def layers(self) -> list[LayerInFile]:
        """The polygon layers, in the file's order; none when the file cannot be read."""
        return [layer for path in self._paths for layer in _polygon_layers(path)]

    def uri(self, layer: str = "") -> str:
        """What to open: the only layer, or the one named. Raises InputError when that is not one."""
        wanted = layer or _layer_name(self._tail)
        if self._tail and not layer and len(self._paths) == 1 and not self._is_gathered():
            return str(self._paths[0]) + self._tail
        found = self.layers()
        if wanted:
            hit = next((one for one in found if one.name == wanted), None)
            if hit is None:
                raise InputError(
                    f"文件中没有面图层“{wanted}”。", f"现有面图层：{'、'.join(one.name for one in found) or '（无）'}。",
                    source=self._given,
                )  # fmt: skip
            return self._taken(hit.uri)
        if len(found) > 1:
            names = "、".join(one.name for one in found[:5])
            raise InputError(
                f"文件中有{len(found)}个图层（{names}），没有指明接收哪一个。",
                "请选择图层；在命令中可在路径后写明“|layername=图层名”。",
                source=self._given,
            )
        return self._taken(found[0].uri if found else str(self._paths[0]))

    def _is_gathered(self) -> bool:
        """An archive or a folder: its layers lie in files of their own."""
        return Path(self._given).suffix.lower() == ".zip" or self._in_folder

    def _taken(self, uri: str) -> str:
        """Of a folder the one file that is read is the one chosen: its name and hash go into the ledger."""
        if self._in_folder:
            self.chosen = Path(uri.split("|")[0])
            return uri + "".join(f"|{part}" for part in self._tail.split("|")[1:] if not part.startswith("layername="))
        return uri

    def _prepared(self) -> list[Path]:
        suffix = self.chosen.suffix.lower()
        self._in_folder = self.chosen.is_dir() and suffix != ".gdb"
        if self._in_folder:
            return self._gathered()
        if suffix in _COMPANIONS:
            self.chosen = self._shapes_of(self.chosen)
            self._tail = "".join(f"|{part}" for part in self._tail.split("|")[1:] if not part.startswith("layername="))
            suffix = ".shp"
        elif suffix not in (*KINDS, ".zip", ".rar", ".7z") and self.chosen.is_file():
            raise InputError(
                f"不能从 {suffix or '没有扩展名的'} 文件接收图斑。",
                _ELSEWHERE.get(suffix, "请用 QGIS 或原软件另存后再选择。") + f"可接收：{'、'.join((*KINDS, '.zip'))}。",
                source=self.chosen.name,
            )
        if suffix in (".rar", ".7z"):
            raise InputError("不能读取 rar、7z 压缩包。", "请先解压，再选择其中的图层文件。", source=self.chosen.name)
        if suffix == ".zip":
            return self._unpacked()
        if suffix in _TEXTS and self.chosen.is_file():
            return [self._in_utf8(self.chosen)]
        return [self.chosen]

    def _gathered(self) -> list[Path]:
        """The layer files that lie in a folder, shapefiles first: QGIS means one by `folder|layername=…`."""
        listed = (path for path in self.chosen.iterdir() if path.suffix.lower() in KINDS)
        found = sorted(listed, key=lambda path: (path.suffix.lower() != ".shp", path.name))
        if not found:
            raise InputError(
                "文件夹中没有图层文件。", f"可接收：{'、'.join((*KINDS, '.zip'))}。", source=self.chosen.name
            )
        return [self._in_utf8(path) if path.suffix.lower() in _TEXTS else path for path in found]

    def _shapes_of(self, part: Path) -> Path:
        """The .shp that a .dbf, .shx, .prj or .cpg belongs to."""
        beside = (part.with_suffix(suffix) for suffix in (".shp", ".SHP"))
        found = next((path for path in beside if path.is_file()), None)
        if found is None:
            raise InputError(
                f"选择的是 {part.suffix}，没有找到同名的 .shp 图形文件。",
                "请把 .shp、.shx、.dbf、.prj 放在同一文件夹后选择 .shp。", source=part.name,
            )  # fmt: skip
        return found

    def _room(self) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="landwatch_", ignore_cleanup_errors=True)
        return Path(self._folder.name)

    def _unpacked(self) -> list[Path]:
        name = self.chosen.name
        try:
            with zipfile.ZipFile(self.chosen) as archive:
                if sum(item.file_size for item in archive.infolist()) > _LARGEST:
                    raise InputError("压缩包解开后超过8GB。", "请先解压，再选择其中的图层文件。", source=name)
                for item in archive.infolist():
                    _extract(archive, item, self._room())
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            ValueError,
        ) as error:
            raise InputError(
                f"压缩包无法解开（{_why(error)}）。",
                "请检查压缩包是否完整、是否有密码，或先解压再选择图层文件。",
                source=name,
            ) from error
        found = sorted(path for path in self._room().rglob("*") if path.suffix.lower() in KINDS)
        found = [path for path in found if not any(parent.suffix.lower() == ".gdb" for parent in path.parents)]
        if not found:
            raise InputError(
                "压缩包中没有图层文件。",
                "压缩包里应有 .shp（连同 .shx、.dbf）、.gdb、.gpkg、.geojson 或 .kml。",
                source=name,
            )
        return [self._in_utf8(path) if path.suffix.lower() in _TEXTS else path for path in found]

    def _in_utf8(self, path: Path) -> Path:
        """The file itself when it is UTF-8, else a copy that is."""
        data = path.read_bytes()
        if guess_encoding(data) in ("utf-8", "utf-8-sig"):
            return path
        text = _DECLARATION.sub(r'\1 encoding="UTF-8"', decode(data).lstrip("\ufeff"))
        copy = self._room() / path.name
        copy.write_text(text, encoding="utf-8")
        return copy


def _why(error: Exception) -> str:
    """What the archive's reader means, in Chinese."""
    if isinstance(error, zipfile.BadZipFile):
        return "不是 zip 文件，或文件不完整"
    if isinstance(error, NotImplementedError):
        return "压缩方式不支持"
    if isinstance(error, RuntimeError):
        return "有密码" if "password" in str(error) else "内容无法读取"
    return "文件不存在、被占用或磁盘空间不足" if isinstance(error, OSError) else "内容已损坏"


def _extract(archive: zipfile.ZipFile, item: zipfile.ZipInfo, room: Path) -> None:
    """Only what belongs to layers, under the names that Chinese programs meant, and nowhere but in `room`."""
    parts = [part for part in PurePosixPath(_real_name(item).replace("\\", "/")).parts if part not in ("/", "..", ".")]
    if item.is_dir() or not parts:
        return
    in_gdb = any(part.lower().endswith(".gdb") for part in parts[:-1])
    if not in_gdb and Path(parts[-1]).suffix.lower() not in (*KINDS, *_COMPANIONS):
        return
    target = room.joinpath(*(part.replace(":", "_") for part in parts))
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(item) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)


def _real_name(item: zipfile.ZipInfo) -> str:
    """Windows writes the names in GBK without saying so, and Python then reads them as code page 437."""
    if item.flag_bits & 0x800:
        return item.filename
    try:
        return decode(item.filename.encode("cp437"))
    except UnicodeEncodeError:
        return item.filename


def _layer_name(tail: str) -> str:
    return next((part[10:] for part in tail.split("|") if part.startswith("layername=")), "")


def _polygon_layers(path: Path) -> list[LayerInFile]:
    flag = Qgis.SublayerQueryFlag
    flags = Qgis.SublayerQueryFlags(flag.ResolveGeometryType | flag.CountFeatures)
    found = QgsProviderRegistry.instance().querySublayers(str(path), flags)
    vector = [one for one in found if one.type() == Qgis.LayerType.Vector and _has_polygons(one)]
    named = len(vector) > 1 or path.suffix.lower() not in (".shp", ".geojson", ".json")
    return [LayerInFile(one.name(), one.uri() if named else str(path), max(0, one.featureCount())) for one in vector]


def _has_polygons(layer: QgsProviderSublayerDetails) -> bool:
    return QgsWkbTypes.geometryType(layer.wkbType()) == Qgis.GeometryType.Polygon
