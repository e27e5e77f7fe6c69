"""Results of the policy pack: from a preview or from deployed state to SARIF, JUnit, JSON and a verdict."""
