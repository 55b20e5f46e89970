"""The SDKs that this project has drivers for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An SDK, by what its registry calls it, and its driver.

    `driver` is the folder of the driver beside this module; `arguments` are given to it. An SDK for `node` has its
    driver in JavaScript, `beside` what users install with it. One that speaks `grpc` alone needs a target that does.
    """

    package: str
    driver: str
    language: str = "python"
    arguments: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    grpc: bool = False


KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "xai-sdk": Known(package="xai-sdk", driver="xai_sdk", arguments=("--mode", "sync"), grpc=True),
        "xai-sdk-aio": Known(package="xai-sdk", driver="xai_sdk", arguments=("--mode", "aio"), grpc=True),
        "openai": Known(package="openai", driver="openai", arguments=("--mode", "sync")),
        "openai-aio": Known(package="openai", driver="openai", arguments=("--mode", "aio")),
        "@ai-sdk/xai": Known(package="@ai-sdk/xai", driver="ai_sdk", language="javascript", beside=("ws@8",)),
    }
)
