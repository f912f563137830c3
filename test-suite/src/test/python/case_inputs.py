"""Inputs of the recorded cases, made from a seed by arithmetic that Python and Java do alike: Inputs.java is its twin.

Each number is exact in its dtype before it is stored, so that no rounding can differ."""
import ml_dtypes
import numpy as np

from case_table import fnv

MASK = 0xFFFFFFFFFFFFFFFF
NUMPY = {
    "bool": np.dtype(np.bool_), "i8": np.dtype(np.int8), "i16": np.dtype(np.int16), "i32": np.dtype(np.int32), "i64": np.dtype(np.int64),
    "u8": np.dtype(np.uint8), "u16": np.dtype(np.uint16), "u32": np.dtype(np.uint32), "u64": np.dtype(np.uint64),
    "bf16": np.dtype(ml_dtypes.bfloat16), "f16": np.dtype(np.float16), "f32": np.dtype(np.float32), "f64": np.dtype(np.float64),
    "c64": np.dtype(np.complex64), "c128": np.dtype(np.complex128)}
BITS = {"bf16": 7, "f16": 10, "f32": 23, "f64": 52, "c64": 23, "c128": 52}
PART = {"c64": "f32", "c128": "f64"}
SMALLEST = {"bf16": 2.0 ** -133, "f16": 2.0 ** -24, "f32": 2.0 ** -149, "f64": 2.0 ** -1074}
NORMAL = {"bf16": 2.0 ** -126, "f16": 2.0 ** -14, "f32": 2.0 ** -126, "f64": 2.0 ** -1022}
LARGEST = {"bf16": (2 - 2.0 ** -7) * 2.0 ** 127, "f16": 65504.0, "f32": (2 - 2.0 ** -23) * 2.0 ** 127, "f64": (2 - 2.0 ** -52) * 2.0 ** 1023}
MATRICES = ("spd", "symm", "dom", "lower")


class SplitMix:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


def edges(dtype, denormals):
    if dtype in BITS:
        part = PART.get(dtype, dtype)
        d = SMALLEST[part] if denormals else 0.25
        nan, inf = float("nan"), float("inf")
        return [nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 1.5, -1.5, 2.5, -2.5, d, -d,
                NORMAL[part], LARGEST[part], -LARGEST[part], 2.0 ** -BITS[part], 3.0, -3.0, 8192.0]
    if dtype == "bool":
        return [0, 1]
    bits = int(dtype[1:])
    if dtype[0] == "u":
        top = 2 ** bits - 1
        return [0, 1, 2, 3, 4, 5, 7, 8, 10, top, top - 1, top - 2, top // 2, top // 2 + 1, top // 4, 9]
    low, top = -2 ** (bits - 1), 2 ** (bits - 1) - 1
    return [0, 1, -1, 2, -2, 3, -3, low, top, low + 1, top - 1, low // 2, top // 2, 7, -7, 10]


def floating(domain, bits, r, i):
    """An element of the domain; r is 64 random bits, i its place in the array."""
    w = r >> 33
    if domain == "ge1":
        bits -= 4
    u = (2 * (r >> (64 - bits)) + 1) * 2.0 ** -(bits + 1)
    if domain in ("any", "nz"):
        return (2 * u - 1) * 8
    if domain == "sym":
        return 2 * u - 1
    if domain == "unit":
        return u
    if domain == "pos":
        return 8 * u
    if domain == "ge1":
        return 8 * u + 1
    if domain == "big":
        return (2 * u - 1) * 1024
    if domain == "tiny":
        return (2 * u - 1) * 2.0 ** -10
    if domain == "int":
        return float(w % 9) - 4
    if domain == "count":
        return float(w % 9)
    if domain == "half":
        return (float(w % 17) - 8) * 0.5
    if domain == "inc":
        return i + 0.5 * (r & 1)
    if domain == "gap":
        return float("nan") if w % 4 == 0 else (2 * u - 1) * 8
    if domain.startswith("idx"):
        return float(w % int(domain[3:]))
    raise ValueError(f"no domain of floating point numbers is called {domain}")


def integer(domain, dtype, r, i):
    w, signed, bits = r >> 33, dtype[0] == "i", int(dtype[1:])
    if domain in ("any", "sym", "half", "tiny", "gap"):
        return w % 41 - (20 if signed else 0)
    if domain == "nz":
        v = w % 41 - (20 if signed else 0)
        return 3 if v == 0 else v
    if domain == "int":
        return w % 9 - (4 if signed else 0)
    if domain == "count":
        return w % 9
    if domain == "unit":
        return w % 2
    if domain in ("pos", "ge1"):
        return 1 + w % 20
    if domain in ("big", "full"):
        v = r >> (64 - bits)
        return v - (1 << bits) if signed and v >> (bits - 1) else v
    if domain == "shift":
        return w % bits
    if domain == "inc":
        return 2 * i + (r & 1)
    if domain.startswith("idx"):
        return w % int(domain[3:])
    raise ValueError(f"no domain of integers is called {domain}")


def element(domain, dtype, rng, i):
    r = rng.next()
    if dtype == "bool":
        return r >> 63
    if dtype in PART:
        re = floating(domain, BITS[dtype], r, i)
        return complex(re, floating(domain, BITS[dtype], rng.next(), i))
    if dtype in BITS:
        return floating(domain, BITS[dtype], r, i)
    return integer(domain, dtype, r, i)


def matrix(domain, dtype, n, rng):
    """A matrix of small whole numbers: positive definite, self-adjoint, diagonally dominant or lower triangular."""
    def small():
        re = rng.next() >> 33
        return complex(re % 5 - 2, (rng.next() >> 33) % 5 - 2) if dtype in PART else re % 5 - 2
    b = [[small() for _ in range(n)] for _ in range(n)]
    conj = (lambda z: z.conjugate()) if dtype in PART else (lambda z: z)
    if domain == "spd":
        return [[sum(b[i][k] * conj(b[j][k]) for k in range(n)) + (n if i == j else 0) for j in range(n)] for i in range(n)]
    if domain == "symm":
        return [[b[i][j] + conj(b[j][i]) + (5 * i if i == j else 0) for j in range(n)] for i in range(n)]
    if domain == "dom":
        return [[b[i][j] + (3 * n if i == j else 0) for j in range(n)] for i in range(n)]
    return [[0 if j > i else b[i][j] + (3 * n if i == j else 0) for j in range(n)] for i in range(n)]


def array(domain, dtype, dims, seed):
    """The array that a seed means."""
    rng = SplitMix(seed)
    size = int(np.prod(dims, dtype=np.int64))
    if domain in ("edge", "edged"):
        e = edges(dtype, domain == "edged")
        values = [e[i % len(e)] for i in range(size)]
    elif domain == "distinct":
        order = list(range(size))
        for i in range(size - 1, 0, -1):
            j = (rng.next() >> 33) % (i + 1)
            order[i], order[j] = order[j], order[i]
        values = [v * 0.5 - size // 4 for v in order] if dtype in BITS else order
    elif domain in MATRICES:
        n = dims[-1]
        values = [v for _ in range(size // (n * n) if n else 0) for line in matrix(domain, dtype, n, rng) for v in line]
    else:
        values = [element(domain, dtype, rng, i) for i in range(size)]
    with np.errstate(all="ignore"):
        return np.array(values, dtype=np.complex128 if dtype in PART else None if dtype in BITS else object).astype(NUMPY[dtype]).reshape(dims)


def seed_of(java, letter, dtype, dims, domain):
    return fnv("|".join([java, letter, dtype, "x".join(str(d) for d in dims), domain]))
