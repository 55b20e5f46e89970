"""The documented rules of images and videos, an area a file; `Behaviour` inherits them all."""

from __future__ import annotations

from conformance.emulator.imagine.policy.images import ImagePolicy
from conformance.emulator.imagine.policy.inputs import InputPolicy
from conformance.emulator.imagine.policy.storage import StoragePolicy
from conformance.emulator.imagine.policy.videos import VideoPolicy

__all__ = ["ImagePolicy", "InputPolicy", "StoragePolicy", "VideoPolicy"]
