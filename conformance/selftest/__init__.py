"""How sharp the suite is: it faces portals that are broken on purpose, and portals that conform."""
