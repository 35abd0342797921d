from django.urls import path

from activities.views import campaigns, lists, registers, sittings

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
    path("exams/", registers.ExamList.as_view(), name="exam-list"),
    path("exams/new/", registers.ExamCreate.as_view(), name="exam-create"),
    path("exams/<key:pk>/edit/", registers.ExamUpdate.as_view(), name="exam-update"),
    path("inspections/", registers.InspectionList.as_view(), name="inspection-list"),
    path("inspections/new/", registers.InspectionCreate.as_view(), name="inspection-create"),
    path(
        "inspections/<key:pk>/edit/",
        registers.InspectionUpdate.as_view(),
        name="inspection-update",
    ),
    path("letters/", registers.LetterList.as_view(), name="letter-list"),
    path("letters/new/", registers.LetterCreate.as_view(), name="letter-create"),
    path("letters/<key:pk>/edit/", registers.LetterUpdate.as_view(), name="letter-update"),
    path("contacts/", registers.ContactList.as_view(), name="contact-list"),
    path("contacts/new/", registers.ContactCreate.as_view(), name="contact-create"),
    path("contacts/<key:pk>/edit/", registers.ContactUpdate.as_view(), name="contact-update"),
    path("trainings/", registers.ClassList.as_view(), name="class-list"),
    path("trainings/new/", registers.ClassCreate.as_view(), name="class-create"),
    path("trainings/<key:pk>/edit/", registers.ClassUpdate.as_view(), name="class-update"),
]
