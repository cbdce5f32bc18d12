"""The toolbox: one algorithm a file."""
