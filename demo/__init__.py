"""演示县: a made-up county, written by a seed, for the demonstration, the manual's pictures and the tests."""
