"""Addresses of cases: the citizens' side and the officials' desk."""

from django.urls import path

from songbe.cases.views import citizens, desk

app_name = "cases"
urlpatterns = [
    path("dvc/", citizens.procedures, name="procedures"),
    path("dvc/mine/", citizens.own, name="mine"),
    path("dvc/track/", citizens.tracking, name="track"),
    path("dvc/drafts/<slug:key>/drop/", citizens.drop, name="drop"),
    path("dvc/drafts/<slug:key>/<slug:page>/", citizens.draft, name="draft"),
    path("dvc/cases/<str:code>/", citizens.case, name="case"),
    path("dvc/cases/<str:code>/filed/", citizens.filed, name="filed"),
    path("dvc/cases/<str:code>/supplement/", citizens.supplement_case, name="supplement"),
    path("dvc/cases/<str:code>/withdraw/", citizens.withdraw_case, name="withdraw"),
    path("dvc/cases/<str:code>/rate/", citizens.rate_case, name="rate"),
    path("dvc/<str:code>/", citizens.procedure, name="procedure"),
    path("dvc/<str:code>/file/", citizens.begin, name="begin"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.counter, name="counter"),
    path("desk/new/<str:code>/", desk.counter_form, name="counter-form"),
    path("desk/many/", desk.do_many, name="do-many"),
    path("desk/workload/", desk.loads, name="workload"),
    path("desk/book/", desk.book, name="book"),
    path("desk/cases/<str:code>/", desk.case, name="desk-case"),
    path("desk/cases/<str:code>/slip/", desk.slip, name="slip"),
    path("desk/cases/<str:code>/do/<slug:verb>/", desk.do, name="do"),
]
