"""School meetings: called, answered, reminded of, held, and what came of them."""
