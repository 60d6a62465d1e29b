"""Tables: of posts (CSV, TSV, Excel, Parquet) and of coded events (ACLED, UCDP GED, VIINA, GDELT, GeoJSON)."""
