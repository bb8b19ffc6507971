"""The six forms of the one-stop mechanism as PDF/A: what each says of a case, and the setting of it."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import segno
import typst
from django.utils import timezone

from songbe.cases.declare import ProcedureLine
from songbe.cases.models import Case, Pause, Promise
from songbe.cases.queries.apologies import waiting_apology
from songbe.cases.queries.declared import line_of, papers
from songbe.cases.queries.desk import Row, SlipLine, control_slip
from songbe.kernel.errors import NotFound
from songbe.places import clock
from songbe.places.models import Agency

TEMPLATE = Path(__file__).parents[1] / "papers" / "form.typ"


class NoSuchPaper(NotFound):
    """A form that this case does not have (yet)."""

    code = "no_such_paper"
    message_en = "Case {case} has no form {form!r} yet: it is made when that happens."
    message_vi = "Hồ sơ {case} chưa có mẫu “{form}”: mẫu được lập khi có việc đó."


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says. lines: label and text; rows: a table, its head first; signs: who signs; draft: not sent."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    signs: tuple[str, ...] = ("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN")
    wide: bool = field(default=False)
    draft: bool = field(default=False)


def _at(moment: datetime | None) -> str:
    return "" if moment is None else f"{timezone.localtime(moment):%H giờ %M, ngày %d/%m/%Y}"


def _who(case: Case) -> tuple[tuple[str, str], ...]:
    party = case.party
    said = (
        ("Người nộp hồ sơ", party.name if party else ""),
        ("Người đại diện", party.representative if party else ""),
        ("Số định danh", party.id_number if party else ""),
        ("Địa chỉ", party.address if party else ""),
        ("Điện thoại", party.phone if party else ""),
        ("Nội dung yêu cầu giải quyết", case.title_vi),
    )
    return tuple(pair for pair in said if pair[1])


def receipt(case: Case) -> Said | None:
    """Return form 01: receipt and appointment. None before the case is received."""
    if case.received_at is None:
        return None
    line = line_of(case.procedure)
    known = papers()
    listed = [known[code].name_vi for code in line.papers if code in known] if isinstance(line, ProcedureLine) else []
    return Said(
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        (
            *_who(case),
            ("Thành phần hồ sơ", "; ".join(listed) or "theo tờ khai"),
            ("Thời gian nhận hồ sơ", _at(case.received_at)),
            ("Thời gian trả kết quả", _at(case.first_due_at) or "không quy định thời hạn"),
        ),
    )


def supplement_asked(case: Case) -> Said | None:
    """Return form 02: request to supplement; of the last one."""
    pause = Pause.objects.filter(case=case, reason="supplement").order_by("pk").last()
    if pause is None:
        return None
    lines = (*_who(case), ("Nội dung cần bổ sung, hoàn thiện", pause.note), ("Yêu cầu lúc", _at(pause.start)))
    return Said("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", lines)


def refusal(case: Case) -> Said | None:
    """Return form 03: refusal."""
    why = str(case.outcomes.get("refused_because", ""))
    if case.state != "refused" or not why:
        return None
    return Said("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", (*_who(case), ("Lý do", why)))


def apology(case: Case) -> Said | None:
    """Return form 04: apology and new date; a draft of it while one waits, or the first promise was broken and no new
    date was given."""
    promise = Promise.objects.filter(case=case, why="new_date").order_by("pk").last()
    now = clock.now()
    waiting = waiting_apology(case, now) if promise is None else None
    late = case.first_due_at is not None and case.finished_at is None and now > case.first_due_at
    if promise is None and waiting is None and not late:
        return None
    if promise is not None:
        said, again = promise.apology, _at(promise.due_at)
    elif waiting is not None:
        said, again = waiting.text, _at(waiting.new_due_at)
    else:
        said, again = "(người đứng đầu cơ quan ghi lý do)", ""
    lines = (
        *_who(case),
        ("Tiếp nhận", _at(case.received_at)),
        ("Hẹn trả lần đầu", _at(case.first_due_at)),
        ("Xin lỗi và lý do", said),
        ("Hẹn trả lại", again),
    )
    signs = ("", "NGƯỜI ĐỨNG ĐẦU CƠ QUAN")
    return Said("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", lines, signs=signs, draft=promise is None)


def control(case: Case) -> Said | None:
    """Return form 05: control slip."""
    head = ("Đơn vị", "Bước", "Nhận", "Hạn", "Giao", "Người thực hiện", "Kết quả")
    rows = tuple(_slip_row(row) for row in control_slip(case))
    lines = (("Tiếp nhận", _at(case.received_at)), ("Hẹn trả", _at(case.first_due_at)))
    return Said("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", lines, (head, *rows), ("BÊN GIAO", "BÊN NHẬN"), wide=True)


def _slip_row(row: SlipLine) -> tuple[str, ...]:
    result = "đang làm" if row.given_at is None else {True: "trễ", False: "đúng hạn", None: "xong"}[row.late]
    moments = [_at(moment) for moment in (row.taken_at, row.due_at, row.given_at)]
    return (row.agency_vi, row.step_vi, *moments, row.person + (f" thay {row.absent}" if row.absent else ""), result)


FORMS: Mapping[str, Callable[[Case], Said | None]] = MappingProxyType(
    {"01": receipt, "02": supplement_asked, "03": refusal, "04": apology, "05": control}
)


def available(case: Case, *, drafts: bool = True) -> tuple[tuple[str, str], ...]:
    """Return the forms a case has now: number and title. drafts: also those that nobody sent, for officials."""
    made = ((number, make(case)) for number, make in FORMS.items())
    return tuple((number, said.title) for number, said in made if said is not None and (drafts or not said.draft))


def paper(case: Case, form: str, address: str, *, drafts: bool = True) -> bytes:
    """Return a form of a case as PDF/A. address: where its code is tracked, for the QR. drafts: see ``available``.

    Raises NoSuchPaper.
    """
    said = FORMS[form](case) if form in FORMS else None
    if said is None or (said.draft and not drafts):
        raise NoSuchPaper(case=case.code, form=form)
    if case.practice:
        said = replace(said, title=f"DIỄN TẬP: {said.title}")
    return set_in_type(said, agency=case.receiver, code=case.code, address=address, simulated=case.simulated)


def book(rows: Sequence[Row], *, agency: str, month: str, address: str, simulated: bool) -> bytes:
    """Return form 06: the tracking book of a month, as PDF/A."""
    head = ("STT", "Mã hồ sơ", "Thủ tục", "Người nộp", "Tiếp nhận", "Hẹn trả", "Trả kết quả")
    lines = tuple(
        (
            str(number), row.case.code, row.case.title_vi, row.party, _at(row.case.received_at),
            _at(row.case.first_due_at), _at(row.case.returned_at),
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    said = Said(f"SỔ THEO DÕI HỒ SƠ THÁNG {month}", (), (head, *lines), ("NGƯỜI GHI SỔ", "NGƯỜI KIỂM TRA"), wide=True)
    return set_in_type(said, agency=agency, code=month, address=address, simulated=simulated)


def set_in_type(said: Said, *, agency: str, code: str, address: str, simulated: bool) -> bytes:
    """Return what a form says, set as PDF/A-2b with a QR code."""
    known = Agency.objects.filter(code=agency).first()
    over = Agency.objects.filter(code=known.parent_code).first() if known and known.parent_code else None
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=1, xmldecl=False)
    today = clock.today()
    data = {
        "title": said.title,
        "agency": known.name_vi if known else "",
        "over": over.name_vi if over else "",
        "code": code,
        "place_day": f"Ngày {today:%d} tháng {today:%m} năm {today:%Y}",
        "lines": said.lines,
        "rows": said.rows,
        "signs": said.signs,
        "wide": said.wide,
        "simulated": simulated,
        "draft": said.draft,
        "qr": drawn.getvalue().decode(),
    }
    made = typst.compile(
        str(TEMPLATE), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, pdf_standards=["a-2b"]
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made
