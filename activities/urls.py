from django.urls import path

from activities.views import registers

app_name = "activities"

urlpatterns = [
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
