"""The jinja2 environment of the shipped templates, with delimiters that do not clash with TeX."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..project import shipped_folder


@cache
def template_environment() -> Environment:
    """`<< variable >>`, `<% block %>`, `<# comment #>`; an undefined name is an error."""
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
