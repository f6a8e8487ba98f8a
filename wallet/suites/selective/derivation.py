"""The steps that the selective-disclosure suites take alike, at the issuer's desk and at the holder's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from wallet.codec.rdfc import Quad
from wallet.errors import CredentialError, UsageError
from wallet.model.credential import DataIntegrityProof
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.data_integrity import PROOF_VALUE, configuration_of, rdf_canonicalizer
from wallet.suites.selective.pointers import Selection, locate
from wallet.suites.selective.statements import Grouped, LabelMaker, Lines, group, restored, split

T = TypeVar("T")


@frozen
class Choice:
    """What is shown: the statements by their index in the whole document, and the document that says them."""

    grouped: Grouped
    mandatory: frozenset[int]
    selective: frozenset[int]
    document: JsonObject

    @property
    def shown(self) -> tuple[int, ...]:
        """The statements shown, in order."""
        return tuple(sorted(self.mandatory | self.selective))

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The statements shown, under the names that blank nodes have in the whole document."""
        return tuple(self.grouped.statements[index].quad for index in self.shown)

    @property
    def mandatory_indexes(self) -> tuple[int, ...]:
        """Where the mandatory statements stand among those shown."""
        return tuple(place for place, index in enumerate(self.shown) if index in self.mandatory)

    @property
    def selective_indexes(self) -> tuple[int, ...]:
        """Where the statements that the holder chose stand among all that are not mandatory."""
        others = (index for index in range(len(self.grouped.statements)) if index not in self.mandatory)
        return tuple(place for place, index in enumerate(others) if index in self.selective)


def configuration_hash(unsecured: JsonObject, options: JsonObject, contexts: Contexts) -> bytes:
    """The SHA-256 of the canonical proof options. Raises `CredentialError` where they have no canonical form."""
    configuration = configuration_of(options, unsecured.get("@context"))
    return hashlib.sha256(required(rdf_canonicalizer(contexts)(configuration, "sha256"))).digest()


def base_statements(unsecured: JsonObject, contexts: Contexts, hmac_key: bytes, make_labels: LabelMaker) -> Grouped:
    """The statements of a whole document in the order of its base proof. Raises `CredentialError`."""
    return required(group(unsecured, contexts, hmac_key, make_labels))


def issued_statements(
    unsecured: JsonObject, contexts: Contexts, hmac_key: bytes, make_labels: LabelMaker, mandatory: Sequence[str]
) -> Lines:
    """The lines of a whole document, mandatory and others. Raises `CredentialError`."""
    grouped = base_statements(unsecured, contexts, hmac_key, make_labels)
    return required(split(grouped.lines, grouped.chosen(unsecured, mandatory)))


def require_base(proof: DataIntegrityProof) -> None:
    """Raises `CredentialError` for a proof in a chain: what it stands on would not be there after deriving."""
    if "previousProof" in proof.options:
        raise CredentialError(Reason.TOO_COMPLEX, what="previousProof")


def choice_of(unsecured: JsonObject, grouped: Grouped, mandatory: Sequence[str], pointers: Sequence[str]) -> Choice:
    """What is mandatory and what `pointers` choose.

    Raises `UsageError` for a pointer that names nothing that can be shown by itself, and where nothing is left to show.
    """
    always = grouped.chosen(unsecured, mandatory)
    try:
        selective = grouped.chosen(unsecured, pointers)
    except CredentialError as error:
        raise UsageError("no-such-claim", pointer=error.params["pointer"]) from error
    if not always | selective:
        raise UsageError("nothing-disclosed")
    wholes = grouped.origins.wholes
    places = [locate(unsecured, pointer, wholes) for pointer in (*mandatory, *pointers)]
    return Choice(grouped=grouped, mandatory=always, selective=selective, document=Selection(places).reveal(unsecured))


def finished(
    choice: Choice, proof: DataIntegrityProof, proof_value: str, labels: Mapping[int, str], contexts: Contexts
) -> JsonObject:
    """The document shown, with its derived proof.

    Raises `CredentialError` (`too-complex`) where a verifier would not read from it the statements that were signed: a
    part of a document can mean less than it did inside the whole, as when two objects share a name for a blank node.
    """
    read = restored(choice.document, contexts, labels)
    lines = [choice.grouped.statements[index].line for index in choice.shown]
    if isinstance(read, Finding) or [*read] != lines:
        raise CredentialError(Reason.TOO_COMPLEX, what="a part that means something else by itself")
    return {**choice.document, "proof": {**proof.options, PROOF_VALUE: proof_value}}


def required(found: T | Finding) -> T:
    """What was found. Raises `CredentialError` where it is a reason for not finding it."""
    if isinstance(found, Finding):
        raise CredentialError(found.reason, **found.params)
    return found
