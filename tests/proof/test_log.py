"""The log's tree: the roots other implementations publish, and proofs that hold for the truth and for nothing else."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof.logged import span_of

from budstikke.proof.log import (
    BLOCK,
    EMPTY_ROOT,
    Growing,
    Span,
    consistency_path,
    grew,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    root_by_inclusion,
    root_of,
    span_by_blocks,
)

# The leaves and roots by which implementations of Certificate Transparency compare themselves.
_ENTRIES = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

# Of the same eight entries: (index, size) and (first, second), and the hashes other implementations lead there by.
_INCLUDED = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
_GREW = {
    (1, 1): [],
    (1, 8): _INCLUDED[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def leaves(count: int) -> list[bytes]:
    """Leaf hashes of made-up entries."""
    return [leaf_hash(number.to_bytes(8)) for number in range(count)]


def in_blocks(of: list[bytes]):
    """Keep a log in blocks, as the database does."""
    levels = [of]
    while len(levels[-1]) >= BLOCK:
        last = levels[-1]
        levels.append([root_of(last[at : at + BLOCK]) for at in range(0, len(last) - BLOCK + 1, BLOCK)])
    return span_by_blocks(lambda level, block: levels[level][block * BLOCK : (block + 1) * BLOCK])


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_other_implementations(size: int) -> None:
    """RFC 6962, by the published vectors."""
    entries = [leaf_hash(bytes.fromhex(entry)) for entry in _ENTRIES[:size]]
    assert root(size, span_of(entries)).hex() == _ROOTS[size]
    assert root_of(entries).hex() == _ROOTS[size]


def test_the_paths_are_those_of_other_implementations() -> None:
    """Inclusion and growth, by the published vectors; made, and judged."""
    entries = [leaf_hash(bytes.fromhex(entry)) for entry in _ENTRIES]
    span = span_of(entries)
    for (index, size), path in _INCLUDED.items():
        steps = [bytes.fromhex(step) for step in path]
        assert inclusion_path(index, size, span) == steps
        found = root_by_inclusion(entries[index], index=index, size=size, path=steps)
        assert found is not None and found.hex() == _ROOTS[size]
    for (first, second), path in _GREW.items():
        steps = [bytes.fromhex(step) for step in path]
        assert consistency_path(first, second, span) == steps
        roots = (bytes.fromhex(_ROOTS[first]), bytes.fromhex(_ROOTS[second]))
        assert grew(first=first, second=second, first_root=roots[0], second_root=roots[1], path=steps)


def test_every_entry_of_every_small_log_is_proven() -> None:
    """And no entry is proven at another's place, in another log, or by a path that is cut or padded."""
    for size in range(1, 20):
        log = leaves(size)
        top = root_of(log)
        for index in range(size):
            path = inclusion_path(index, size, span_of(log))
            assert root_by_inclusion(log[index], index=index, size=size, path=path) == top
            for other in range(size):
                if other != index:
                    assert root_by_inclusion(log[index], index=other, size=size, path=path) != top
            assert root_by_inclusion(log[index], index=index, size=size, path=[*path, top]) is None
            assert not path or root_by_inclusion(log[index], index=index, size=size, path=path[1:]) != top
        assert root_by_inclusion(log[0], index=size, size=size, path=[]) is None


def test_every_log_grew_from_each_that_it_begins_with() -> None:
    """And from no other: not with one entry changed, dropped, or two exchanged."""
    for second in range(1, 20):
        log = leaves(second)
        for first in range(second + 1):
            path = consistency_path(first, second, span_of(log))
            told = {"first": first, "second": second, "second_root": root_of(log), "path": path}
            assert grew(first_root=root_of(log[:first]), **told)
            if first:
                changed = [leaf_hash(b"changed"), *log[1:first]]
                assert not grew(first_root=root_of(changed), **told)
            if first > 1:
                assert not grew(first_root=root_of([log[1], log[0], *log[2:first]]), **told)
                assert not grew(first_root=root_of(log[: first - 1]), **told)
            assert not grew(**{**told, "first_root": root_of(log[:first]), "path": [*path, EMPTY_ROOT]})


@lru_cache(maxsize=8)
def _both_ways(size: int) -> tuple[Span, Span, bytes]:
    # The large ones are drawn again and again.
    log = leaves(size)
    return in_blocks(log), span_of(log), root_of(log)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_log_in_blocks_proves_what_a_log_at_hand_proves(data: st.DataObject) -> None:
    """The same roots and paths, from few blocks."""
    size = data.draw(
        st.integers(1, 3 * BLOCK + 5) | st.sampled_from([BLOCK * BLOCK, BLOCK * BLOCK + BLOCK + 3])
    )
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    span, plain, known = _both_ways(size)
    assert root(size, span) == known
    assert inclusion_path(index, size, span) == inclusion_path(index, size, plain)
    assert consistency_path(first, size, span) == consistency_path(first, size, plain)


def test_a_growing_log_has_at_each_size_the_root_of_that_size() -> None:
    """One pass over the entries gives every checkpoint."""
    growing, log = Growing(), leaves(300)
    for size, leaf in enumerate(log):
        assert (
            growing.root == root_of(log[:size])
            if size in (0, 1, 2, 3, 77, 128, 255)
            else growing.size == size
        )
        growing.append(leaf)
    assert growing.root == root(300, span_of(log))


def test_what_no_log_can_prove_is_refused() -> None:
    """An entry beyond the end, a log that shrank."""
    with pytest.raises(ValueError, match="has no entry 3"):
        inclusion_path(3, 3, span_of(leaves(3)))
    with pytest.raises(ValueError, match="did not grow"):
        consistency_path(3, 2, span_of(leaves(3)))


def test_leaves_and_nodes_are_told_apart() -> None:
    """Else two entries could pass for one."""
    left, right = leaves(2)
    assert leaf_hash(left + right) != node_hash(left, right)
    assert all(one != other for one, other in pairwise(leaves(4)))
