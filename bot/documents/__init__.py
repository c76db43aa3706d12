"""Files that we make: pages to print, slips, calendars."""
