from django.urls import path

from members.views import development, elections

app_name = "members"

urlpatterns = [
    path("elections/", elections.ElectionList.as_view(), name="election-list"),
    path("elections/new/", elections.ElectionCreate.as_view(), name="election-create"),
    path("elections/<key:pk>/edit/", elections.ElectionUpdate.as_view(), name="election-update"),
    path("elections/terms/", elections.TermList.as_view(), name="term-list"),
    path("elections/terms/new/", elections.TermCreate.as_view(), name="term-create"),
    path("elections/terms/<key:pk>/edit/", elections.TermUpdate.as_view(), name="term-update"),
    path("development/", development.CaseList.as_view(), name="case-list"),
    path("development/new/", development.CaseCreate.as_view(), name="case-create"),
    path("development/<key:pk>/edit/", development.CaseUpdate.as_view(), name="case-update"),
]
