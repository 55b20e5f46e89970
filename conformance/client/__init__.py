"""The one client of all checks: documented operations by name, over whichever transport the run has."""

from conformance.client.api import Api, Transport
from conformance.client.files import Files
from conformance.client.images import Images
from conformance.client.public_urls import PublicUrls
from conformance.client.transcription import Transcription
from conformance.client.videos import StillPending, Videos
from conformance.targets.jobs import DONE, PENDING, is_pending

__all__ = [
    "DONE",
    "PENDING",
    "Api",
    "Files",
    "Images",
    "PublicUrls",
    "StillPending",
    "Transcription",
    "Transport",
    "Videos",
    "is_pending",
]
