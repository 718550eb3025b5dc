"""The parts of the bilan that compute: conformity, territories, porteurs and funders, scenarios."""
