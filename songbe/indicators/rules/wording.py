"""Formulas and conditions in Vietnamese words, for people who ask how a figure was computed."""

from songbe.indicators.rules.definitions import Definition, Measure
from songbe.warehouse.rules.components import Component, Form

FACT_WORDS = {
    "dossier": "hồ sơ",
    "procedure_state": "thủ tục",
    "report": "phản ánh",
    "payment": "giao dịch thanh toán",
    "register_change": "mục trong sổ đăng ký",
    "counter": "số đếm ngày",
    "public_item": "tin, văn bản công khai",
}
CLOCK_WORDS = {
    "received_at": "ngày tiếp nhận",
    "finished_at": "ngày giải quyết xong",
    "due_at": "hạn trả đầu tiên",
    "due_now_at": "hạn trả hiện hành",
    "overdue_at": "thời điểm quá hạn",
    "returned_at": "ngày trả kết quả",
    "digitised_in_at": "ngày số hóa hồ sơ",
    "digitised_out_at": "ngày số hóa kết quả",
    "paid_online_at": "ngày thanh toán trực tuyến",
    "from_on": "ngày bắt đầu",
    "to_on": "ngày kết thúc",
    "acknowledged_at": "ngày xác nhận",
    "answered_at": "ngày trả lời",
    "created_at": "ngày tạo",
    "paid_at": "ngày thanh toán",
    "on_date": "ngày",
    "published_on": "ngày đăng",
}


def condition_words(component: Component) -> str:
    """Say which records a component counts."""
    thing, clock = FACT_WORDS[component.fact], CLOCK_WORDS.get(component.clock, component.clock)
    when = (
        f"có {clock} trong kỳ"
        if component.form is Form.flow
        else f"còn hiệu lực cuối kỳ (từ {clock} đến {CLOCK_WORDS.get(component.leave, component.leave)})"
    )
    where = component.record_condition
    return f"{thing} {when}" + ("" if where == "TRUE" else f", thỏa {where}")


_PLAIN = {
    Measure.count: "đếm số bản ghi",
    Measure.distinct_agencies: "đếm số cơ quan có ít nhất một bản ghi",
    Measure.none: "do cơ quan báo cáo hoặc bên ngoài công bố",
}


def formula_words(definition: Definition) -> str:
    """Say how a definition's records become a number."""
    return _PLAIN.get(definition.measure) or _formula(definition, definition.of.field)


def _formula(definition: Definition, field: str) -> str:
    match definition.measure:
        case Measure.sum:
            return f"cộng {field}"
        case Measure.share | Measure.stock_share:
            return f"số bản ghi thỏa ({definition.of.where}) chia cho tổng số bản ghi"
        case Measure.ratio:
            return f"tử số chia cho mẫu số, nhân {definition.per}" if definition.per != 1 else "tử số chia cho mẫu số"
        case Measure.mean:
            return f"trung bình của {field}"
        case Measure.percentile:
            return f"phân vị {definition.percentile} của {field} theo hạng gần nhất"
        case Measure.stock:
            return f"tổng {field} tại cuối kỳ" if field else "đếm số còn tại cuối kỳ"
        case _:
            raise ValueError(definition.measure)
