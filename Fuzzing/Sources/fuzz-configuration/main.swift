import CoverageGuided

searchByCoverage(.configuration)
