import CoverageGuided

searchByCoverage(.csv)
