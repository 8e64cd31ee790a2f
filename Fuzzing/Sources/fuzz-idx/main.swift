import CoverageGuided

searchByCoverage(.idx)
