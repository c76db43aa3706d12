"""`python -m bot`: the same as `penghubung`."""

from bot.command import main

main()
