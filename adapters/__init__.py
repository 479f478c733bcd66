"""One package per platform: events become requests, views become what is native there."""
