"""At the door and after: attendance, minutes, decisions, evaluations."""
