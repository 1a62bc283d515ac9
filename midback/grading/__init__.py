"""The grader's face of the course: steps for nbgrader's own pipeline.

``configure`` is all an ``nbgrader_config.py`` needs.
nbgrader is imported when it is called, not before.
"""

from midback.grading.configuration import configure

__all__ = ["configure"]
