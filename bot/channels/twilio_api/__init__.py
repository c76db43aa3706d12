"""What the channels that go through Twilio share: webhooks, refusals, its REST API."""
