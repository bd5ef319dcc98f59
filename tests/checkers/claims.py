"""Jobs of one claim and its domain notes, for the tests of the free checkers."""

from dlt_proof.records.evidence import Job


def job(
    left: str,
    relation: str,
    right: str,
    *domains: str,
    hypotheses: tuple[str, ...] = (),
) -> Job:
    """A job whose text says nothing beside the claim."""
    return Job(
        claim="",
        left=left,
        relation=relation,
        right=right,
        justification="",
        proving="",
        hypotheses=hypotheses,
        may_use=(),
        definitions=(),
        earlier=(),
        domains=domains,
    )
