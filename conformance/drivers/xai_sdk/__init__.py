"""The driver of `xai-sdk`, synchronous and asynchronous."""
