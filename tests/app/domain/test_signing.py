from __future__ import annotations

import pytest

from app.domain.signing import new_private_key, public_key, sign, verifies

# RFC 8032, section 7.1, tests 1 and 2.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("private", "public", "statement", "signature"), VECTORS)
def test_the_published_vectors(private: str, public: str, statement: bytes, signature: str) -> None:
    assert public_key(private) == public
    assert sign(private, statement) == signature
    assert verifies(public, statement, signature)


def test_a_signature_holds_for_its_statement_and_key_alone() -> None:
    private, other = new_private_key(), new_private_key()
    signature = sign(private, b"12")
    assert verifies(public_key(private), b"12", signature)
    assert not verifies(public_key(private), b"13", signature)
    assert not verifies(public_key(other), b"12", signature)


@pytest.mark.parametrize("signature", ["", "zz", "00", "0" * 128])
def test_what_is_no_signature_never_verifies(signature: str) -> None:
    assert not verifies(VECTORS[0][1], b"", signature)
    assert not verifies("not a key", b"", signature)
