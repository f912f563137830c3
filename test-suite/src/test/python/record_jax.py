"""Records what JAX 0.10.2 computes for each row of the tables of array functions.

    python -m venv VENV && VENV/bin/pip install jax==0.10.2 scipy
    VENV/bin/python test-suite/src/test/python/record_jax.py [--all] [--check] [--minutes M] [TABLE ...]

Writes TABLE.bin.gz beside each TABLE.txt, and names.json, jaxnames.txt, promotion.txt and printing.txt. Rows whose text and number of cases are unchanged keep what
was recorded, but for --all; --check writes nothing and fails if a file would change. Neither the build nor a test runs this script."""
import argparse
import gzip
import io
import os
import struct
import sys
import time
import warnings

os.environ["JAX_PLATFORMS"] = "cpu"
warnings.filterwarnings("ignore")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import jax.scipy as jsp  # noqa: E402,F401
import jax.scipy.linalg  # noqa: E402,F401
import jax.scipy.signal  # noqa: E402,F401
import jax.scipy.special  # noqa: E402,F401
import jax.scipy.stats  # noqa: E402,F401
import numpy as np  # noqa: E402

import case_inputs as inputs  # noqa: E402
import case_table as table  # noqa: E402
import record_texts as texts  # noqa: E402

VERSION = "0.10.2"
CODE = {name: i for i, name in enumerate(table.DTYPES)}
NAME = {d: n for n, d in inputs.NUMPY.items()}
REFUSED, VALUE, GRADIENT, CHECKSUM = 0, 1, 2, 3


class Case:
    """One call with its inputs."""

    def __init__(self, row, dtype, shapes, call):
        self.row, self.dtype, self.call = row, dtype, call
        types, count = {}, 0
        for _, v in call:
            count = self.letters(v, types, count)
        self.arrays = []
        for k, dims in enumerate(shapes):
            d = types.get(k) or dtype
            name = chr(ord("a") + k)
            self.arrays.append(inputs.array(row.domain(k), d, dims, inputs.seed_of(row.java, name, d, dims, row.domain(k))))
        self.moving = [k for k in sorted(types) if k < len(self.arrays) and NAME[self.arrays[k].dtype] in table.FLOATS]

    def letters(self, v, types, count):
        if isinstance(v, table.Letter):
            types[v.index] = v.dtype or types.get(v.index)
        for item in v.items if isinstance(v, table.Many) else v if isinstance(v, tuple) else ():
            count = self.letters(item, types, count)
        return count

    def value(self, v, arrays, key):
        if isinstance(v, table.Letter):
            return arrays[v.index]
        if isinstance(v, table.Many):
            return [self.value(i, arrays, key) for i in v.items]
        if isinstance(v, tuple):
            return tuple(self.value(i, arrays, key) for i in v)
        if isinstance(v, table.Values):
            d = v.dtype or self.dtype
            return jnp.asarray(np.array(v.numbers).astype(inputs.NUMPY[d]))
        if isinstance(v, table.Key):
            return key if key is not None else jax.random.key(v.seed)
        if isinstance(v, table.Word):
            return inputs.NUMPY[self.dtype if v.name == "T" else v.name]
        return v

    def run(self, function, arrays, key=None):
        args = [self.value(v, arrays, key) for name, v in self.call if name is None]
        named = {name: self.value(v, arrays, key) for name, v in self.call if name is not None}
        return function(*args, **named)

    def keys(self):
        return max((v.count for _, v in self.call if isinstance(v, table.Key)), default=0)


def plain(leaf):
    """A leaf as (dtype, weak, dims, bytes)."""
    weak = bool(getattr(leaf, "weak_type", False)) or isinstance(leaf, (bool, int, float, complex))
    if isinstance(leaf, jax.Array) and jnp.issubdtype(leaf.dtype, jax.dtypes.prng_key):
        leaf = jax.random.key_data(leaf)
    if isinstance(leaf, bool):
        leaf = np.bool_(leaf)
    elif isinstance(leaf, int):
        leaf = np.int32(leaf)
    elif isinstance(leaf, float):
        leaf = np.float32(leaf)
    a = np.asarray(leaf)
    return NAME[a.dtype], weak, a.shape, np.ascontiguousarray(a).tobytes()


def leaves(result):
    return [plain(leaf) for leaf in jax.tree.leaves(result)]


def gradient(case, function):
    """Cotangents of all arrays of floats, for cotangents of the results (without signs, of their absolute values) that the seed makes."""
    moving = case.moving

    def f(*floats):
        arrays = [jnp.asarray(a) for a in case.arrays]
        for k, v in zip(moving, floats):
            arrays[k] = v
        return [r for r in jax.tree.leaves(case.run(function, arrays)) if jnp.issubdtype(r.dtype, jnp.inexact)]

    out, back = jax.vjp(f, *[jnp.asarray(case.arrays[k]) for k in moving])
    seeds = []
    for k, r in enumerate(out):
        d = NAME[np.dtype(r.dtype)]
        seed = jnp.asarray(inputs.array("sym", d, r.shape, inputs.seed_of(case.row.java, f"cotangent{k}", d, r.shape, "sym")))
        seeds.append(seed * jnp.sign(r) if "abs" in case.row.marks else seed)
    return leaves(back(seeds))


def checksum(case, function):
    """FNV-1a over the bytes of the results of all keys, one after the other."""
    many = jax.vmap(jax.random.key)(jnp.arange(case.keys(), dtype=jnp.uint32))
    results = jax.vmap(lambda k: jax.tree.map(lambda r: jax.random.key_data(r) if jnp.issubdtype(r.dtype, jax.dtypes.prng_key) else r,
                                              case.run(function, [], k)))(many)
    h = 0xCBF29CE484222325
    stacks = [np.asarray(r) for r in jax.tree.leaves(results)]
    for i in range(case.keys()):
        for s in stacks:
            h = table.fnv_bytes(np.ascontiguousarray(s[i]).tobytes(), h)
    return [("u64", False, (), struct.pack("<Q", h))]


def evaluate(row, function, kind, dtype, shapes, call):
    with jax.enable_x64(dtype in table.WIDE):
        try:
            case = Case(row, dtype, shapes, call)
            if kind == "gradient":
                return GRADIENT, gradient(case, function), None
            if case.keys() > 1:
                return CHECKSUM, checksum(case, function), None
            return VALUE, leaves(case.run(function, [jnp.asarray(a) for a in case.arrays])), None
        except Exception as e:
            return REFUSED, [], f"{type(e).__name__}: {str(e).splitlines()[0] if str(e) else ''}"[:150]


def record_row(row, complaints):
    function = eval(row.python, {"jax": jax, "jnp": jnp, "jsp": jsp, "np": np})
    out = io.BytesIO()
    count, refused, why = 0, 0, {}
    for kind, dtype, shapes, call in table.cases(row):
        status, results, reason = evaluate(row, function, kind, dtype, shapes, call)
        if status == REFUSED:
            refused += 1
            why.setdefault(reason, f"{kind} {dtype} {shapes} {call}")
        count += 1
        out.write(struct.pack("<BB", status, len(results)))
        for d, weak, dims, data in results:
            out.write(struct.pack("<BBB", CODE[d], weak, len(dims)))
            out.write(struct.pack(f"<{len(dims)}I", *dims))
            out.write(data)
    if refused:
        complaints.append((row.java, refused, count, why))
    return struct.pack("<QII", table.fnv(row.text), count, out.tell()) + out.getvalue()


def known(path):
    """What a file has, by the rows' hashes: how many cases, and their bytes."""
    if not path.exists():
        return {}
    data = gzip.decompress(path.read_bytes())
    rows, at = {}, 8
    while at < len(data):
        h, count, size = struct.unpack_from("<QII", data, at)
        rows[h] = count, data[at:at + 16 + size]
        at += 16 + size
    return rows


def pack(rows):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as z:
        z.write(b"JCR1" + struct.pack("<I", len(rows)) + b"".join(rows))
    return out.getvalue()


def record_table(name, rows, everything, end):
    path = table.RESOURCES / f"{name}.bin.gz"
    have = {} if everything else known(path)
    complaints, chunks = [], []
    for row in rows:
        h = table.fnv(row.text)
        count, chunk = have.get(h, (0, None))
        if count != sum(1 for _ in table.cases(row)):
            if time.monotonic() > end:
                continue
            print(name, row.java, flush=True)
            chunk = record_row(row, complaints)
        chunks.append(chunk)
    for java, refused, count, why in complaints:
        print(f"REFUSED {java}: {refused} of {count}")
        for reason, where in list(why.items())[:4]:
            print(f"    {reason}  [{where}]")
    return path, pack(chunks)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--all", action="store_true")
    p.add_argument("--check", action="store_true")
    p.add_argument("tables", nargs="*")
    p.add_argument("--minutes", type=float, default=1e6, help="rows that would begin later wait for the next run")
    args = p.parse_args()
    end = time.monotonic() + 60 * args.minutes
    if jax.__version__ != VERSION:
        sys.exit(f"the records are made by JAX {VERSION}, but this is {jax.__version__}")
    macros = table.read_macros()
    rows = {t: table.read_table(t, macros) for t in table.tables()}
    files = [record_table(t, rows[t], args.all, end) for t in args.tables or rows]
    if not args.tables:
        files.append((table.RESOURCES / "names.json", texts.names(rows)))
        files.append((table.RESOURCES / "jaxnames.txt", texts.public_names()))
        files.append((table.RESOURCES / "promotion.txt", texts.promotion()))
        files.append((table.RESOURCES / "printing.txt", texts.printing()))
    changed = [str(path) for path, data in files if not path.exists() or path.read_bytes() != data]
    if args.check:
        sys.exit(f"these files would change: {', '.join(changed)}" if changed else 0)
    for path, data in files:
        path.write_bytes(data)
    print(f"written: {len(changed)} of {len(files)} files differ from before")


if __name__ == "__main__":
    main()
