"""A message on its way in: kept, understood, answered."""
