from django.urls import path

from members.views import changes, moves, people, posts, transfers

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
    path("members/transfer-in/", transfers.TransferAsk.as_view(), name="transfer-in-ask"),
    path("posts/", posts.PostList.as_view(), name="post-list"),
    path("posts/new/", posts.PostCreate.as_view(), name="post-create"),
    path("posts/<key:pk>/", posts.PostDetail.as_view(), name="post-detail"),
    path("posts/<key:pk>/edit/", posts.PostUpdate.as_view(), name="post-update"),
    path("posts/<key:pk>/end/", posts.PostEnd.as_view(), name="post-end"),
    path("branches/<key:pk>/posts/", posts.OrganisationPosts.as_view(), name="organisation-posts"),
]
