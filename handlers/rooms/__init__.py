"""The class room across the channels: what somebody marks for all."""
