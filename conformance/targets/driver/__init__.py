"""Operations that an SDK carries out, behind its driver (docs/drivers.md)."""

from conformance.targets.driver.transport import DriverTransport

__all__ = ["DriverTransport"]
