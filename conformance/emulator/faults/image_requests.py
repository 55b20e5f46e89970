"""Faults of what requests for images are taken that should be refused."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

_OPERATIONS = {"image": "generateImage", "image-edit": "editImage"}
_WORDS = {"generateImage": "an image", "editImage": "an edit"}
_TEXTS = ("prompt", "aspect_ratio", "resolution", "response_format", "user")


def _each(name: str, breaks: str, summary: str, policy: str, *, boundary: bool = False) -> tuple[Fault, ...]:
    """A fault of either operation alone: `policy` names the set of operations that keep the rule."""
    return tuple(
        fault(
            f"{prefix}-{name}",
            breaks,
            summary.format(_WORDS[operation]),
            boundary=boundary,
            **{policy: frozenset(_OPERATIONS.values()) - {operation}},
        )
        for prefix, operation in _OPERATIONS.items()
    )


def _ill_typed() -> tuple[Fault, ...]:
    return tuple(
        fault(
            f"{prefix}-{field.replace('_', '-')}-any-type",
            "images.fields.ill-typed",
            f"The field {field} of {_WORDS[operation]} may be of any type.",
            image_ill_typed_taken=frozenset({(operation, field)}),
        )
        for prefix, operation in _OPERATIONS.items()
        for field in (*_TEXTS, "n")
    )


IMAGE_REQUESTS: tuple[Fault, ...] = (
    *_each("without-prompt", "images.prompt.missing", "No prompt is needed for {}.", "image_prompt_needed"),
    *_each("model-any", "images.model.unknown", "Any model will do for {}.", "image_models_checked"),
    *_ill_typed(),
    fault(
        "image-count-truncated",
        "images.fields.ill-typed",
        "A number of images that is no whole one counts as the whole one below.",
        boundary=True,
        image_count_truncated=True,
    ),
    fault(
        "image-user-null-refused",
        "images.fields.null",
        "The user of an image may not be null.",
        nulls_refused=frozenset({("generateImage", "user")}),
    ),
    fault(
        "image-edit-format-null-refused",
        "images.fields.null",
        "The format of an edit may not be null.",
        nulls_refused=frozenset({("editImage", "response_format")}),
    ),
    *_each(
        "body-untyped",
        "images.body.missing",
        "The body of a request for {} need not be said to be JSON.",
        "image_body_typed",
    ),
    *_each(
        "body-tail-ignored",
        "images.body.broken",
        "What follows the JSON of a request for {} is ignored.",
        "image_body_alone",
    ),
    fault(
        "image-edit-as-form",
        "images.body.multipart",
        "An edit is made of a multipart form.",
        image_edit_multipart=True,
    ),
    fault(
        "image-wrong-method-404",
        "images.method.wrong",
        "A wrong method for a path of images is answered with 404.",
        image_wrong_method_status=404,
    ),
)
