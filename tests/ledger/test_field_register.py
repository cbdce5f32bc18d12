"""外业与整改登记: facts, evidence, photos and remedies of a patch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.accountability import Term
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.records import Photo, Remedy

REMEDY = Remedy("SJ0001", "已拆除复耕到位", Decimal("5.20"), "演验〔2026〕3号", date(2026, 9, 18), "验收单.pdf")


def test_facts_are_kept_by_name(month):
    month.save_facts("SJ0001", {"主体": "某公司", "建设时间": "2026-07-10"}, "外业员")
    assert month.facts("SJ0001") == {"主体": "某公司", "建设时间": "2026-07-10"}
    assert month.facts("SJ0002") == {}


def test_two_people_fill_one_patch(month):
    """The township writes the party, the field team the use: neither wipes out the other's."""
    month.save_facts("SJ0001", {"主体": "某公司"}, "乡镇")
    month.save_facts("SJ0001", {"实地用途": "停车场"}, "外业员")
    assert month.facts("SJ0001") == {"主体": "某公司", "实地用途": "停车场"}


def test_a_fact_can_be_corrected_and_cleared_and_the_journal_keeps_both(month):
    month.save_facts("SJ0001", {"主体": "甲公司", "实地用途": "仓库"}, "外业员")
    month.save_facts("SJ0001", {"主体": "乙公司", "实地用途": ""}, "组长")
    assert month.facts("SJ0001") == {"主体": "乙公司"}
    entry = month.history("SJ0001")[-1]
    assert (entry.who, entry.act, entry.text) == ("组长", "外业核查", "主体：乙公司；实地用途：（清空）")
    assert month._payload(entry.seq)["before"] == {"主体": "甲公司", "实地用途": "仓库"}


def test_saving_the_same_facts_again_writes_nothing(month):
    month.save_facts("SJ0001", {"主体": "甲公司"}, "外业员")
    count = len(month.journal())
    month.save_facts("SJ0001", {"主体": "甲公司", "备注": ""}, "外业员")
    assert len(month.journal()) == count


def test_evidence_is_ticked_and_unticked(month):
    month.set_evidence("SJ0001", "用地批文", True, "外业员")
    month.set_evidence("SJ0001", "现场照片", True, "外业员")
    month.set_evidence("SJ0001", "用地批文", False, "组长")
    assert month.evidence("SJ0001") == {"现场照片"}
    assert [entry.text for entry in month.history("SJ0001")] == ["用地批文：有", "现场照片：有", "用地批文：无"]


def test_ticking_twice_is_one_tick(month):
    for _ in range(2):
        month.set_evidence("SJ0001", "用地批文", True, "外业员")
    month.set_evidence("SJ0001", "土地证", False, "外业员")
    assert len(month.history("SJ0001")) == 1


def test_photos_are_registered_with_place_and_direction(month):
    photos = [
        Photo(
            "SJ0001", str(month.home / "照片" / "1.jpg"), "aa" * 32, 119.512345, 30.212345, 270.5, "2026-09-12T10:20:30"
        ),
        Photo("SJ0001", str(month.home / "照片" / "2.jpg"), "bb" * 32),
        Photo("SJ0002", str(month.home / "照片" / "3.jpg"), "aa" * 32),
    ]
    assert month.add_photos(photos, "外业员") == 3
    assert month.photos("SJ0001") == photos[:2]
    assert month.photo_counts() == {"SJ0001": 2, "SJ0002": 1}
    assert [entry.text for entry in month.history("SJ0001")] == ["登记照片 2 张"]


def test_the_path_of_a_photo_is_kept_relative(month):
    month.add_photos([Photo("SJ0001", str(month.home / "照片" / "1.jpg"))])
    assert month._value("SELECT path FROM photos") == "照片/1.jpg"


def test_the_same_picture_is_registered_once(month):
    """The folder is read again after more photos came."""
    photo = Photo("SJ0001", "1.jpg", "aa" * 32)
    assert month.add_photos([photo, replace(photo, path="副本.jpg")]) == 1
    assert month.add_photos([photo, Photo("SJ0001", "2.jpg", "bb" * 32)]) == 1
    assert len(month.photos("SJ0001")) == 2


def test_photos_without_a_hash_are_not_taken_for_one(month):
    assert month.add_photos([Photo("SJ0001", "1.jpg"), Photo("SJ0001", "2.jpg")]) == 2


def test_photos_of_an_unknown_patch_keep_all_out(month):
    with pytest.raises(LedgerError, match="SJ0999"):
        month.add_photos([Photo("SJ0001", "1.jpg"), Photo("SJ0999", "2.jpg")])
    assert month.photos("SJ0001") == []


def test_remedies_keep_their_two_decimals(month):
    """5.20 亩 is not 5.2 亩 in a ledger, and never 5.199999."""
    month.add_remedies([REMEDY], "执法员")
    assert month.remedies() == month.remedies("SJ0001") == [REMEDY]
    assert str(month.remedies()[0].arable_mu) == "5.20"
    assert month.remedies("SJ0002") == []
    assert month.history("SJ0001")[0].text == "已拆除复耕到位 耕地 5.20 亩；文号：演验〔2026〕3号；日期：2026-09-18"


def test_a_partial_remedy_follows_another(month):
    second = replace(REMEDY, arable_mu=Decimal("1.30"), document="演验〔2026〕9号")
    month.add_remedies([REMEDY, second])
    assert sum(item.arable_mu for item in month.remedies("SJ0001")) == Decimal("6.50")


def test_a_remedy_counted_twice_is_refused(month):
    """It would make the ratio better than it is."""
    month.add_remedies([REMEDY])
    with pytest.raises(LedgerError, match="已登记过"):
        month.add_remedies([replace(REMEDY, number="SJ0002"), REMEDY])
    assert month.remedies() == [REMEDY]


@pytest.mark.parametrize("area", ["0", "-1.00"])
def test_a_remedy_without_area_is_refused(month, area):
    with pytest.raises(LedgerError, match="应大于 0"):
        month.add_remedies([replace(REMEDY, arable_mu=Decimal(area))])


def test_the_kind_may_be_given_as_a_term(month):
    month.add_remedies([replace(REMEDY, kind=Term.REGULARISED)])
    assert Term(month.remedies()[0].kind) is Term.REGULARISED


@pytest.mark.parametrize(
    "act",
    [
        lambda ledger: ledger.save_facts("SJ0999", {"主体": "甲"}, "外业员"),
        lambda ledger: ledger.set_evidence("SJ0999", "土地证", True, "外业员"),
        lambda ledger: ledger.add_remedies([replace(REMEDY, number="SJ0999")]),
    ],
    ids=["facts", "evidence", "remedies"],
)
def test_an_unknown_patch_is_named(month, act):
    with pytest.raises(LedgerError, match="没有图斑 SJ0999"):
        act(month)
    assert len(month.journal()) == 1


def test_particulars_are_kept_as_texts_and_journaled_once(month):
    """County, office, the meeting's attendance as JSON."""
    assert month.get_meta("会议", "无") == "无"
    for _ in range(2):
        month.set_meta("会议", '{"主持":"王五"}', "秘书")
    assert month.get_meta("会议") == '{"主持":"王五"}'
    assert [entry.text for entry in month.journal()[1:]] == ['会议：{"主持":"王五"}']


def test_a_long_particular_is_shortened_in_the_journal_and_kept_whole(month):
    month.set_meta("纪要", "字" * 500, "秘书")
    assert month.journal()[-1].text == "纪要：" + "字" * 60 + "…"
    assert month.get_meta("纪要") == "字" * 500


def test_the_ledgers_own_keys_cannot_be_set(month):
    with pytest.raises(LedgerError, match="由程序维护"):
        month.set_meta("schema_version", "9")
