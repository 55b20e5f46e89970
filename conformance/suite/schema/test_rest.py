"""What concerns no other requirement."""

from conformance.checks import observe, requirement


@requirement("schema.uncatalogued")
def test_the_schema_holds(explored):
    """No request of Schemathesis shows otherwise, also where nothing else is promised."""
    explored.nothing_about("schema.uncatalogued")


@requirement("schema.unpromised")
def test_what_is_refused_or_taken_beyond_the_schema(explored):
    """Neither is promised."""
    for finding in explored.findings.of("schema.unpromised"):
        observe(f"{finding.operation} {finding.code}", [each.status for each in finding.exchanges[-1:]])
