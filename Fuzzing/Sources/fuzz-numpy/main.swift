import CoverageGuided

searchByCoverage(.numpy)
