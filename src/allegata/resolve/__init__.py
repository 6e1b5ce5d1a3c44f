"""Dates to intervals, places to a gazetteer, speakers and actors to parties."""
