"""Answers one question a line: {"bundle": path, "trust": path, "files": [[name, sha256, size]]}, with the second verifier.

Bundles of one run are much alike, so hashes are remembered; the verifier itself remembers none.
"""

import functools
import json
import sys

sys.path.insert(0, sys.argv[1])
import primitives  # noqa: E402

primitives.keccak = functools.lru_cache(1 << 15)(primitives.keccak)
import verify  # noqa: E402

for line in sys.stdin:
    asked = json.loads(line)
    try:
        with open(asked["trust"], encoding="utf-8") as trust, open(asked["bundle"], "rb") as bundle:
            answer = verify.verify(bundle, trust.read(), [tuple(file) for file in asked["files"]])
    except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
        answer = {"outcome": "crashed", "reason": repr(error), "line": 0, "about": None}
    print(json.dumps(answer), flush=True)
