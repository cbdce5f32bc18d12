"""套合: shared areas between patches and control layers. No QGIS here; runs unchanged in a worker process."""
