"""The Bot API: its requests, what its updates mean, what its errors mean."""
