"""The figures of the sample county's last complete year, which are those of the model document."""

from decimal import Decimal

LEAST_DUES, MOST_DUES = Decimal(400_000), Decimal(410_000)  # of the first three quarters
# The figures of the complete year, and what each was the year before.
FIGURES = {
    "branches.total": (66, 64),
    "branches.general": (4, 4),
    "branches.joint": (1, 0),
    "schools.county": (9, 9),
    "schools.county.general_branches": (4, 4),
    "schools.county.branches": (19, 18),
    "schools.township": (45, 45),
    "schools.township.own": (45, 45),
    "schools.private": (15, 15),
    "schools.private.own": (1, 1),
    "schools.private.joint": (2, 0),
    "schools.private.attached": (0, 0),
    "schools.private.instructor_only": (12, 12),
    "schools.private.uncovered": (0, 2),
    "schools.private.instructed": (12, 12),
    "members.total": (1510, 1494),
    "members.probationary": (22, 20),
    "first_secretaries.total": (3, 3),
    "instructors.total": (7, 7),
    "development.admitted": (22, 20),
    "development.confirmed": (20, 18),
    "elections.completed": (12, 25),
    "elections.overdue": (0, 0),
    "secretaries.changed": (8, 5),
    "dues.arrears_members": (3, 0),
    "exams.held": (1, 1),
    "exams.participants": (7346, 6904),
    "inspections.rounds": (1, 1),
    "inspections.schools": (12, 8),
    "contact_points.leaders": (3, 3),
    "training.classes": (3, 1),
    "activities.centre_group": (12, 10),
    "activities.campaigns": (4, 3),
}
