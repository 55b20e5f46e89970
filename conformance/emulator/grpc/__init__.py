"""The emulator's gRPC front: the services that the `xai-sdk` calls, over the same application as REST.

Each call becomes a request of REST that is carried out in this process (`exchange.py`), and its answer becomes a
message again, so that no rule, fault or reading exists twice. `docs/decisions/0009-grpc-over-rest.md` says why.
Nothing here is imported unless a gRPC port is asked for.
"""
