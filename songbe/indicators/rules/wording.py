"""Formulas and counted records in words, for people who ask how a figure was computed."""

from types import MappingProxyType

from songbe.indicators.rules.definitions import Definition, Measure, Selection
from songbe.warehouse.rules.components import Component, Form
from songbe.warehouse.rules.conditions import read_condition
from songbe.warehouse.rules.phrases import phrase
from songbe.warehouse.words import Vocabulary

FACT_WORDS = MappingProxyType(
    {
        "dossier": ("hồ sơ", "dossiers"),
        "procedure_state": ("thủ tục", "procedures"),
        "report": ("phản ánh", "citizens' reports"),
        "payment": ("giao dịch thanh toán", "payments"),
        "register_change": ("mục trong sổ", "register entries"),
        "counter": ("số đếm ngày", "daily readings"),
        "public_item": ("tin, văn bản công khai", "published items"),
    }
)
IN_PERIOD = ("{thing} có “{clock}” trong kỳ", "{thing} whose “{clock}” lies in the period")
STANDING = (
    "{thing} còn vào cuối kỳ (sau “{clock}”, chưa đến “{leave}”)",
    "{thing} standing at the end of the period (after “{clock}”, before “{leave}”)",
)
ASKED = ("{records}, với {condition}", "{records}, with {condition}")
WITH_VALUE = ("{records}, có ghi “{value}”", "{records}, with “{value}” recorded")
FORMULAS = MappingProxyType(
    {
        Measure.count: ("đếm số bản ghi", "records counted"),
        Measure.distinct_agencies: (
            "đếm số cơ quan có ít nhất một bản ghi",
            "agencies with at least one record, counted",
        ),
        Measure.none: ("do cơ quan báo cáo hoặc bên ngoài công bố", "reported by an agency or published by others"),
        Measure.sum: ("cộng “{field}”", "sum of “{field}”"),
        Measure.ratio: ("tử số chia cho mẫu số", "numerator divided by denominator"),
        Measure.mean: ("trung bình của “{field}”", "mean of “{field}”"),
        Measure.percentile: (
            "phân vị {percentile} của “{field}” theo hạng gần nhất",
            "percentile {percentile} of “{field}”, nearest rank",
        ),
        Measure.stock: ("đếm số còn vào cuối kỳ", "those standing at the end of the period, counted"),
    }
)
STOCK_SUM = ("tổng “{field}” vào cuối kỳ", "sum of “{field}” at the end of the period")
SHARE = (
    "số bản ghi có {condition} chia cho tổng số bản ghi",
    "records with {condition}, divided by all records",
)
TIMES = ("{formula}, nhân {per}", "{formula}, times {per}")


def condition_words(component: Component, words: Vocabulary) -> str:
    """Say which records a component counts."""
    at = words.locale == "en"
    template = IN_PERIOD if component.form is Form.flow else STANDING
    said = template[at].format(
        thing=FACT_WORDS[component.fact][at],
        clock=words.column(component.clock),
        leave=words.column(component.leave) if component.leave else "",
    )
    condition = phrase(component.condition, words)
    if condition:
        said = ASKED[at].format(records=said, condition=condition)
    if component.value:
        said = WITH_VALUE[at].format(records=said, value=words.column(component.value))
    return said


def formula_words(definition: Definition, words: Vocabulary) -> str:
    """Say how a definition's records become a number."""
    at, field = words.locale == "en", words.column(definition.of.field)
    if definition.measure in (Measure.share, Measure.stock_share):
        formula = SHARE[at].format(condition=_asked(definition.of, definition.base.fact or definition.of.fact, words))
    elif definition.measure is Measure.stock and definition.of.field:
        formula = STOCK_SUM[at].format(field=field)
    else:
        formula = FORMULAS[definition.measure][at].format(field=field, percentile=definition.percentile)
    return formula if definition.per == 1 else TIMES[at].format(formula=formula, per=definition.per)


def _asked(selection: Selection, fact: str, words: Vocabulary) -> str:
    return phrase(read_condition(fact, selection.where), words)
