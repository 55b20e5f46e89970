"""The driver of `@ai-sdk/xai` with `ai`, in JavaScript; `conformance.drivers.node_environments` starts it."""
