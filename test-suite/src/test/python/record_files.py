# Writes what the tests of arrays' files and texts compare with: small .npy, .npz and .safetensors files by NumPy and safetensors, and str() and repr() of arrays by NumPy and JAX.
# Run by hand with NumPy 2.4, ml_dtypes, safetensors and JAX: python record_files.py; results go to src/test/resources of the module, and are the same each time.
import json
import os
import pathlib

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import ml_dtypes
import numpy as np
import safetensors.numpy

HERE = pathlib.Path(__file__).parent.parent / "resources" / "dev" / "jacobi" / "array"
FILES = HERE / "file"
TEXTS = HERE / "text"
INTS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float16", "float32", "float64"]


def values(dtype, shape=(2, 3)):
    """Values with each sign and, for integers, both ends of the type."""
    n = int(np.prod(shape))
    if dtype == "bool":
        return (np.arange(n) % 3 == 0).reshape(shape)
    if dtype in INTS:
        info = np.iinfo(dtype)
        a = np.arange(n, dtype=dtype)
        if n > 1:
            a[0], a[-1] = info.min, info.max
        return a.reshape(shape)
    a = (np.arange(n) - 1.5) * 0.75
    if dtype.startswith("complex"):
        a = a + 1j * a[::-1]
    return a.astype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype).reshape(shape)


def swapped(a):
    return a.astype(a.dtype.newbyteorder(">"))


def files():
    FILES.mkdir(parents=True, exist_ok=True)
    expected = {}

    def keep(name, a):
        plain = np.ascontiguousarray(a)
        if plain.dtype.byteorder == ">":
            plain = plain.astype(plain.dtype.newbyteorder("<"))
        expected[name] = {"dtype": plain.dtype.name, "shape": list(a.shape), "bytes": plain.tobytes().hex()}

    def npy(name, a, version=None):
        with open(FILES / f"{name}.npy", "wb") as f:
            np.lib.format.write_array(f, a, version=version)
        keep(f"{name}.npy", a)

    everything = ["bool"] + INTS + FLOATS + ["bfloat16", "complex64", "complex128"]
    for t in everything:
        npy(t, values(t))
    for t in ["int16", "int64", "float16", "float32", "float64", "complex64", "complex128"]:
        npy(f"{t}-big", swapped(values(t)))
    npy("columns", np.asfortranarray(values("float32", (2, 3, 4))))
    npy("columns-big", np.asfortranarray(swapped(values("complex64", (3, 2)))))
    npy("version2", values("int32", (4,)), (2, 0))
    npy("version3", values("float64", (2, 2)), (3, 0))
    npy("single", values("float32", ()))
    npy("empty", values("float64", (0, 3)))
    for name, save in (("stored", np.savez), ("deflated", np.savez_compressed)):
        arrays = {"weights": values("float32", (3, 2)), "steps": values("int64", (4,)), "columns": np.asfortranarray(values("float64", (2, 3)))}
        with open(FILES / f"{name}.npz", "wb") as f:
            save(f, **arrays)
        for key, a in arrays.items():
            keep(f"{name}.npz/{key}", a)
    tensors = {t: values(t) for t in everything if t != "complex128"}
    tensors |= {"scalar": values("float32", ()), "empty": values("int32", (0, 2)), "odd": values("uint8", (3,)), 'a "quoted" name\n': values("int16", (1,))}
    safetensors.numpy.save_file(tensors, FILES / "all.safetensors", metadata={"format": "np", "maker": "caf\u00e9"})
    for key, a in tensors.items():
        keep(f"all.safetensors/{key}", a)
    np.save(FILES / "objects.npy", np.array([{}, None], dtype=object), allow_pickle=True)
    np.save(FILES / "records.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i2")]))
    np.save(FILES / "strings.npy", np.array(["ab", "c"]))
    (FILES / "expected.json").write_text(json.dumps(expected, indent=0))


def arrays_to_print():
    r = np.random.default_rng(1)
    for t in FLOATS:
        yield from floats(t, r)
    for t in INTS:
        yield np.array(0, t)
        yield values(t)
        yield np.arange(7, dtype=t)
        yield np.array([-5, 100, 7]).astype(t)
    yield np.arange(40, dtype="int32")
    yield np.arange(120).reshape(2, 3, 4, 5)
    yield np.arange(5000, dtype="int64").reshape(50, 100)
    yield np.arange(1000)
    yield np.arange(1001, dtype="int32")
    yield np.arange(4096, dtype="int16").reshape(8, 8, 8, 8)
    yield np.arange(3000).reshape(3000, 1)
    yield np.arange(3000).reshape(1, 3000)
    for shape in [(), (1,), (3,), (2, 2), (30,), (2, 40), (2000,)]:
        yield (np.arange(int(np.prod(shape))) % 2 == 0).reshape(shape)
    for shape in [(0,), (0, 3), (3, 0), (2, 0, 4)]:
        for t in ["float32", "float64", "int64", "bool", "complex64"]:
            yield np.zeros(shape, t)
    for t in ["complex64", "complex128"]:
        yield from complexes(t, r)
    for a in ([1, 2.5, -3], [3.140625, 1e10, 1e-5, np.nan, np.inf, -np.inf, -0.0], 2.5, [[0.1, 100], [1e5, 1e6]], np.arange(30.0), 1e-3, np.zeros((0, 2)), np.arange(2000.0)):
        yield np.array(a).astype(ml_dtypes.bfloat16)


def floats(t, r):
    info = np.finfo(t)
    yield np.array(2.5, t)
    for x in (0.0, -0.0, 1 / 3, 1e-4, 1.1e-4, 9e-5, 123.0, 1234.5, 123456.0, 1234567.0, 1e7, 1e8, 1e15, 1e16, 1e22, np.nan, np.inf, -np.inf, info.max, info.tiny, info.smallest_subnormal):
        with np.errstate(over="ignore"):
            yield np.array(x).astype(t)
    with np.errstate(over="ignore"):
        for a in (
            [1, 2, 3], [0, 0], [-0.0, 1], [1.5, -2.25, 100], [0.1, 0.2, 0.3], [1e-5, 1], [1e-4, 0.5], [1000, 1], [1001, 1], [999, 1000], [1e6, 2e6], [1e8, 1], [1e7, 12345678],
            [np.nan, 1, -1], [np.inf, -np.inf, np.nan], [np.nan], [np.nan, np.nan], [np.inf, 1.5], [-np.inf, 1e-10, 3], [np.nan, 1e20], [1e-10, 1e10], [1e-20, -1e20], [3e-5, 123.456],
            [1 / 3, 2 / 3], [1 / 3, 1e5 / 3], [1 / 3, 1e-7 / 3], [info.max, 1], [info.tiny, info.smallest_subnormal], [-1 / 7, 22 / 7, 355 / 113], [2.0**-44, 2.0**60], [9.9999999, 1], [0.99999999999, 0.5],
            [65504, 60000], [5e-324, 1], [123456789.123456789], [0.000123456789123], [1e100, 1], [1e-100, 1e100],
        ):
            yield np.array(a).astype(t)
    yield np.linspace(0, 1, 11).astype(t)
    yield np.linspace(-1, 1, 50).astype(t).reshape(5, 10)
    yield r.standard_normal((3, 4)).astype(t)
    yield r.standard_normal((2, 3, 4)).astype(t)
    yield r.standard_normal((40, 40)).astype(t)
    yield np.exp(3 * r.standard_normal(20)).astype(t)
    yield np.exp(3 * r.standard_normal((3, 3)) - 2).astype(t)
    yield (r.standard_normal((11, 10, 12)) * 100).astype(t)
    yield np.arange(2000).astype(t)
    yield np.eye(4, dtype=t)
    yield np.ones((1, 1, 1), t)
    yield np.zeros((7, 200), t)


def complexes(t, r):
    for x in (0, 1 + 2j, 2j, complex(-0.0, 1), complex(-0.0, -0.0), complex(0, -0.0), 1.5, complex(np.nan, np.inf), complex(0.1, -np.inf), 1e16 + 1e-5j, 1e7 + 1e8j, 1 / 3 - 1j / 7):
        yield np.array(x, t)
    for a in ([1, 2j], [1 + 1j, -2.5 - 3j], [complex(np.nan, 1), complex(1, -np.inf)], [1e10 + 1j, 1 + 1e-10j], [1 / 3 + 1j / 3, 100 - 0.5j], [[1, 1j], [-1, -1j]]):
        yield np.array(a, t)
    yield (r.standard_normal(12) + 1j * r.standard_normal(12)).astype(t).reshape(3, 4)
    yield (np.arange(1500) * (1 + 0.5j)).astype(t)


def texts():
    TEXTS.mkdir(parents=True, exist_ok=True)
    jax.config.update("jax_enable_x64", True)
    cases = []
    for a in arrays_to_print():
        b = jax.numpy.asarray(a)
        assert b.dtype == a.dtype
        cases.append({"dtype": a.dtype.name, "shape": list(a.shape), "bytes": a.tobytes().hex() if a.size <= 2000 else "", "str": str(a), "repr": repr(a), "jax": repr(b)})
        # what is too large to be recorded counts up from 0
        assert str(b) == str(a) and (a.size <= 2000 or np.array_equal(a.reshape(-1), np.arange(a.size)))
    (TEXTS / "texts.json").write_text(json.dumps(cases, indent=0))
    print(len(cases), "arrays as text")


files()
texts()
