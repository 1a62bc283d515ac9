"""nbgrader's settings for this course."""

from pathlib import Path

from midback.grading import configure

c = get_config()  # noqa: F821  (nbgrader puts it there)
c.CourseDirectory.course_id = "mid-back-pain"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
configure(c)
