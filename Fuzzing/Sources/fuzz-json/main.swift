import CoverageGuided

searchByCoverage(.json)
