from django.urls import path

from members.views import changes, moves, people

app_name = "members"

urlpatterns = [
    path("members/", people.MemberList.as_view(), name="member-list"),
    path("members/new/", changes.MemberCreate.as_view(), name="member-create"),
    path("members/find/", people.MemberFind.as_view(), name="member-find"),
    path("members/<key:pk>/", people.MemberDetail.as_view(), name="member-detail"),
    path("members/<key:pk>/edit/", changes.MemberUpdate.as_view(), name="member-update"),
    path("members/<key:pk>/reveal/", changes.RevealCreate.as_view(), name="reveal-create"),
    path("members/<key:pk>/work/new/", changes.WorkCreate.as_view(), name="work-create"),
    path(
        "members/<key:pk>/schooling/new/",
        changes.SchoolingCreate.as_view(),
        name="schooling-create",
    ),
    path(
        "members/<key:pk>/circumstances/new/",
        changes.CircumstanceCreate.as_view(),
        name="circumstance-create",
    ),
    path("members/<key:pk>/transfer/", moves.MemberTransfer.as_view(), name="member-transfer"),
    path("members/<key:pk>/leave/", moves.MemberLeave.as_view(), name="member-leave"),
    path(
        "members/<key:pk>/suspensions/new/",
        moves.SuspensionCreate.as_view(),
        name="suspension-create",
    ),
    path(
        "circumstances/<key:pk>/end/", changes.CircumstanceEnd.as_view(), name="circumstance-end"
    ),
    path("suspensions/<key:pk>/end/", moves.SuspensionEnd.as_view(), name="suspension-end"),
    path("placements/<key:pk>/edit/", moves.PlacementUpdate.as_view(), name="placement-update"),
    path(
        "branches/<key:pk>/members/", people.OrganisationRoll.as_view(), name="organisation-roll"
    ),
]
