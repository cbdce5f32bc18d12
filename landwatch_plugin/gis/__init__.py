"""QGIS as a servant: layers by role, frames, CRS, rule expressions, map pictures, settings, tasks."""
