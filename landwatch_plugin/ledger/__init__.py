"""台账: what is kept between sittings."""
