"""R18: the main file only assembles."""

import re
from collections.abc import Iterator

from ...latex import Span
from ...records.findings import Finding
from ..context import Context
from ..rule import Rule

_DOCUMENT_CLASS = re.compile(r"\\document(?:class|style)(?![a-zA-Z@])")


class ContentInMain(Rule):
    r"""A statement, a proof or the abstract stands in the file that holds `\documentclass`.

    **Anti-pattern**

    ```latex
    \documentclass{article}
    \begin{document}
    \begin{theorem}\label{thm:main} … \end{theorem}
    \end{document}
    ```

    **Best practice**

    ```latex
    \documentclass{article}
    \begin{document}
    \input{sections/01-main-result}
    \end{document}
    ```
    """

    id = "R18"
    name = "content-in-main"
    rule_class = "structure"
    description = "The file with \\documentclass holds no statement, proof or abstract."

    def check(self, context: Context) -> Iterator[Finding]:
        document = context.document
        environments = [s.environment for s in document.statements]
        environments += [p.environment for p in document.proofs]
        environments += [e for e in document.environments if e.name == "abstract"]
        assembling = {
            name for name, source in document.files.items() if _DOCUMENT_CLASS.search(source.masked)
        }
        for environment in environments:
            span = environment.span
            if span.file in assembling:
                begin = Span(span.file, span.start, max(span.start, environment.body.start))
                yield self.at(
                    context,
                    begin,
                    f"{environment.name} stands in the main file",
                    "move it to a file in sections/ and \\input that",
                )
