"""Keys: which team a request speaks for."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.emulator import files
from conformance.emulator.errors import Refusal
from conformance.emulator.state import State

_CHALLENGE = {"www-authenticate": "Bearer"}


class Keys:
    """Maps keys to teams."""

    def __init__(self, state: State, keys: Mapping[str, str]) -> None:
        self._state = state
        self._teams = {key.encode("utf-8"): team for key, team in keys.items()}

    @property
    def first(self) -> str:
        """The first team."""
        return next(iter(self._teams.values()))

    def team(self, authorization: bytes | None, operation: str, file_id: str | None) -> str:
        """The team that may carry out `operation`, which concerns `file_id` if that is given.

        Raises:
            Refusal: 401; no key, another scheme, or an unknown key.
        """
        try:
            return self._bearer(authorization)
        except Refusal as refusal:
            return self._without_key(refusal, operation, file_id, missing=authorization is None)

    def known(self, authorization: bytes) -> bool:
        """Whether this is the right key of some team."""
        try:
            self._bearer(authorization)
        except Refusal:
            return False
        return True

    def _bearer(self, authorization: bytes | None) -> str:
        if authorization is None:
            raise Refusal(401, "authorization: missing", _CHALLENGE)
        scheme, _, key = authorization.partition(b" ")
        if scheme.lower() != b"bearer":
            raise Refusal(401, "authorization: expected the scheme Bearer", _CHALLENGE)
        team = self._teams.get(key.strip())
        if team is None:
            raise Refusal(401, "authorization: unknown key", _CHALLENGE)
        return team

    def _without_key(self, refusal: Refusal, operation: str, file_id: str | None, *, missing: bool) -> str:
        """What becomes of a request without the right key: by documented policy, the refusal."""
        policy = self._state.behaviour
        file = None if file_id is None else self._state.store.file(file_id)
        open_to_this = policy.keyless_operations if missing else policy.unkeyed_operations
        if operation in open_to_this:
            return self.first
        if not missing and policy.unknown_key_team is not None:
            return policy.unknown_key_team
        if file is None:
            raise refusal
        if operation == "retrieveFileContent" and policy.content_open_after_revocation and file.url_ended:
            return file.team
        if operation == "deleteFile" and not policy.delete_checks_key_first:
            files.delete(self._state, file.team, file.id)
        if policy.refusal_names_file:
            raise Refusal(refusal.status, f"{refusal.error}, for {file.filename}", _CHALLENGE)
        raise refusal
