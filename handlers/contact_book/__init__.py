"""The *buku penghubung*: entries written, approved if need be, and sent to be signed."""
