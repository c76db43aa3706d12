"""What a school needs for an event, and what families offer: asked, pledged, reminded, thanked."""
