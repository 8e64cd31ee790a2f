import CoverageGuided

searchByCoverage(.zarr)
