"""界址点坐标: the exchange texts of 勘测定界 boundary points, read and written. Bytes in, parcels out, and back."""
