"""Addresses of cases: the citizens' side and the officials' desk."""

from django.urls import path, register_converter

from songbe.cases.views import (
    absences,
    agents,
    attaching,
    citizens,
    desk,
    hotline,
    many,
    open311,
    paying,
    photographs,
    playbooks,
    results,
)


class Format:
    """The end of an address that says how the answer is written."""

    regex = "json|xml"

    def to_python(self, text: str) -> str:
        """Return the format."""
        return text

    def to_url(self, text: str) -> str:
        """Return the format as an address holds it."""
        return text


register_converter(Format, "format")

app_name = "cases"
urlpatterns = [
    path("dvc/", citizens.procedures, name="procedures"),
    path("dvc/mine/", citizens.own, name="mine"),
    path("dvc/track/", citizens.tracking, name="track"),
    path("dvc/drafts/<slug:key>/drop/", citizens.drop, name="drop"),
    path("dvc/drafts/<slug:key>/<slug:page>/", citizens.draft, name="draft"),
    path("dvc/drafts/<slug:key>/<slug:page>/keep/", citizens.keep, name="keep"),
    path("dvc/files/<int:attached>/", attaching.file, name="file"),
    path("dvc/results/<int:number>/", results.result, name="result"),
    path("dvc/cases/<str:code>/", citizens.case, name="case"),
    path("dvc/cases/<str:code>/filed/", citizens.filed, name="filed"),
    path("dvc/cases/<str:code>/supplement/", citizens.supplement_case, name="supplement"),
    path("dvc/cases/<str:code>/withdraw/", citizens.withdraw_case, name="withdraw"),
    path("dvc/cases/<str:code>/rate/", citizens.rate_case, name="rate"),
    path("dvc/cases/<str:code>/forms/<str:number>.pdf", citizens.form, name="form"),
    path("dvc/<str:code>/", citizens.procedure, name="procedure"),
    path("dvc/<str:code>/file/", citizens.begin, name="begin"),
    path("thong-bao/", playbooks.public_messages, name="public-messages"),
    path("1022/", hotline.report, name="report"),
    path("1022/answers/", hotline.answers, name="answers"),
    path("1022/<str:code>/", hotline.follow, name="follow"),
    path("1022/<str:code>/photos/<int:attached>.jpg", photographs.photo, name="photo"),
    path("open311/v2/discovery.<format:format>", open311.discovery),
    path("open311/v2/openapi.json", open311.described),
    path("open311/v2/services.<format:format>", open311.services),
    path("open311/v2/services/<slug:code>.<format:format>", open311.service),
    path("open311/v2/requests.<format:format>", open311.requests),
    path("open311/v2/requests/<slug:code>.<format:format>", open311.one_request),
    path("open311/v2/tokens/<slug:code>.<format:format>", open311.token),
    path("desk/1022/", agents.line, name="agent"),
    path("desk/1022/missed/", agents.missed, name="missed"),
    path("desk/1022/<str:code>/", agents.case, name="agent-case"),
    path("desk/1022/<str:code>/do/<slug:verb>/", agents.do, name="agent-do"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.counter, name="counter"),
    path("desk/new/<str:code>/", desk.counter_form, name="counter-form"),
    path("desk/many/", many.do_many, name="do-many"),
    path("desk/workload/", desk.loads, name="workload"),
    path("desk/absences/", absences.absences, name="absences"),
    path("desk/absences/<int:number>/end/", absences.end, name="absence-end"),
    path("desk/directives/", desk.directives, name="directives"),
    path("desk/playbooks/", playbooks.playbooks, name="playbooks"),
    path("desk/playbooks/board/", playbooks.on_board, name="playbooks-board"),
    path("desk/book/", desk.book, name="book"),
    path("desk/fees/", paying.fees, name="fees"),
    path("desk/fees/<str:number>/<slug:verb>/", paying.do, name="fee"),
    path("desk/cases/<str:code>/", desk.case, name="desk-case"),
    path("desk/cases/<str:code>/slip/", desk.slip, name="slip"),
    path("desk/cases/<str:code>/papers/", results.scan, name="scan-paper"),
    path("desk/cases/<str:code>/result/", results.attach, name="attach-result"),
    path("desk/cases/<str:code>/forms/<str:number>.pdf", desk.form, name="desk-form"),
    path("desk/cases/<str:code>/do/<slug:verb>/", desk.do, name="do"),
]
