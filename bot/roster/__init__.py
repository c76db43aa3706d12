"""The school's roster: read from its workbook, compared with what we have, brought in."""
