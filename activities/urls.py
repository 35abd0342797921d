from django.urls import path

from activities.views import campaigns, lists, sittings

app_name = "activities"

urlpatterns = [
    path("activities/", lists.SittingList.as_view(), name="sitting-list"),
    path("activities/new/", sittings.SittingCreate.as_view(), name="sitting-create"),
    path("activities/missing/", lists.MissingList.as_view(), name="missing-list"),
    path("activities/<key:pk>/", sittings.SittingDetail.as_view(), name="sitting-detail"),
    path("activities/<key:pk>/edit/", sittings.SittingUpdate.as_view(), name="sitting-update"),
    path(
        "activities/<key:pk>/confirm/", sittings.SittingConfirm.as_view(), name="sitting-confirm"
    ),
    path("activities/<key:pk>/reopen/", sittings.SittingReopen.as_view(), name="sitting-reopen"),
    path(
        "activities/<key:pk>/withdraw/",
        sittings.SittingWithdraw.as_view(),
        name="sitting-withdraw",
    ),
    path(
        "activities/<key:pk>/official/",
        sittings.SittingOfficial.as_view(),
        name="sitting-official",
    ),
    path(
        "members/<key:pk>/attendance/",
        lists.MemberAttendance.as_view(),
        name="member-attendance",
    ),
    path("campaigns/", campaigns.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/new/", campaigns.CampaignCreate.as_view(), name="campaign-create"),
    path("campaigns/<key:pk>/edit/", campaigns.CampaignUpdate.as_view(), name="campaign-update"),
]
