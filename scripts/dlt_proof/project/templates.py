"""The shipped jinja2 templates, with delimiters that do not clash with TeX."""

from __future__ import annotations

from functools import cache

from .shipped import shipped_folder

TYPE_CHECKING = False
if TYPE_CHECKING:  # lint loads this room after every edit, and renders nothing
    from jinja2 import Environment


@cache
def template_environment() -> Environment:
    """`<< variable >>`, `<% block %>`, `<# comment #>`; an undefined name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(shipped_folder("templates")),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )


def render(name: str, **values: object) -> str:
    """The text of a template.

    Args:
        name: path below `templates/`, with `/`.
        values: what the template may use.
    """
    return template_environment().get_template(name).render(**values)
