import CoverageGuided

searchByCoverage(.checkpoint)
