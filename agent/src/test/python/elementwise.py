"""Writes elementwise.txt: what JAX gives for NumPy's functions element by element, of all types of elements.

Run it with a Python that has jax 0.10.2 on a CPU. Lines "set NAME TYPE VALUES" are operands, "NAME ULPS WIDE OPERANDS = TYPE VALUES ..." results of the function of that
name in dev.jacobi.Np, WIDE being 1 where 64 bits are the default. Values are the bits of elements in hexadecimal, of complex numbers those of the real and then of the imaginary part.
"""
import os, sys
os.environ["JAX_PLATFORMS"] = "cpu"
import warnings
warnings.filterwarnings("ignore")
import jax
jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import numpy as np

REALS = ["bfloat16", "float16", "float32", "float64"]
SIGNED = ["int8", "int16", "int32", "int64"]
UNSIGNED = ["uint8", "uint16", "uint32", "uint64"]
COMPLEX = ["complex64", "complex128"]
INTS = SIGNED + UNSIGNED
BITS = ["bool"] + INTS
inf, nan = np.inf, np.nan


def one(d):
    """Operands of functions of one array."""
    if d == "bool":
        return np.array([False, True])
    if d in INTS:
        i = np.iinfo(d)
        return np.array([0, 1, 2, 3, 5, 7, 8, 100, i.max, i.max - 1, i.min] + ([-1, -2, -7, -100] if d in SIGNED else []), d)
    if d in COMPLEX:
        p = [-2.5, -1.0, -0.3, 0.0, 0.5, 1.0, 3.7]
        return np.array([complex(a, b) for a in p for b in p], d)
    m = jnp.finfo(d).max.astype(np.float64)
    return np.array([0.0, -0.0, 1, -1, 0.5, -0.5, 0.25, -0.3, 1.5, 2.5, -2.5, 3.7, 1e-3, -1e-3, 20.3, -7.25, 8, 64, 1000, inf, -inf, nan, m, -m], np.float64).astype(jnp.dtype(d))


def few(d):
    """Operands of functions of two arrays: all pairs of these."""
    if d == "bool":
        return np.array([False, True])
    if d in INTS:
        i = np.iinfo(d)
        return np.array([0, 1, 6, 33, i.max, i.min] + ([-1, -7] if d in SIGNED else []), d)
    if d in COMPLEX:
        return np.array([0, 1, -2.5 + 0.5j, 0.3 - 1j, 3.7j, -1], d)
    return np.array([0.0, -0.0, 1, -2.5, 0.3, 7.25, inf, -inf, nan], np.float64).astype(jnp.dtype(d))


def bits(x):
    x = np.asarray(x)
    if x.dtype.kind == "c":
        return ",".join(v for z in x.ravel() for v in (bits(z.real), bits(z.imag)))
    if x.dtype == bool:
        return ",".join(str(int(v)) for v in x.ravel())
    return ",".join("%x" % v for v in x.ravel().view("u%d" % x.dtype.itemsize))


UNARY = [  # JAX loses digits of large hyperbolic functions.
    (n, n, REALS + COMPLEX + ["int32", "bool", "uint8"], 64) for n in "sinh cosh".split()] + [  # Java's name, JAX's name, types, ulps
    (n, n, REALS + COMPLEX + ["int32", "bool", "uint8"], 4) for n in "exp expm1 log log10 log1p sqrt sin cos tan tanh arctan arcsinh reciprocal".split()] + [
    (n, n, REALS + COMPLEX, 6) for n in "exp2 log2 arcsin arccos arccosh arctanh sinc".split()] + [
    (n, n, REALS + ["int32"], 4) for n in "cbrt i0 deg2rad rad2deg degrees radians".split()] + [
    (n, n, REALS + INTS, 0) for n in "floor ceil trunc fabs signbit spacing isposinf isneginf".split()] + [
    (n, n, BITS + REALS + COMPLEX, 1) for n in "square absolute real imag conj angle rint isnan isinf isfinite iscomplex isreal".split()] + [
    ("nanToNum", "nan_to_num", BITS + REALS + COMPLEX, 0), ("logicalNot", "logical_not", BITS + REALS + COMPLEX, 0),
    ("negative", "negative", INTS + REALS + COMPLEX, 0), ("sign", "sign", INTS + REALS + COMPLEX, 2), ("round", "round", INTS + REALS + COMPLEX, 0),
    ("bitwiseNot", "bitwise_not", BITS, 0), ("bitwiseCount", "bitwise_count", BITS, 0), ("frexp", "frexp", REALS + ["int32"], 0), ("modf", "modf", REALS, 0),
]
BINARY = [
    (n, n, BITS + REALS + COMPLEX, 1) for n in "add multiply".split()] + [
    (n, n, INTS + REALS + COMPLEX, 1) for n in "subtract maximum minimum fmax fmin".split()] + [
    ("power", "power", INTS + REALS, 1), ("power", "power", COMPLEX, 32)] + [
    ("divide", "divide", BITS + REALS + COMPLEX, 2), ("floorDivide", "floor_divide", BITS + REALS, 0), ("remainder", "remainder", BITS + REALS, 0), ("fmod", "fmod", BITS[1:] + REALS, 0),
    ("floatPower", "float_power", REALS + ["int32"], 4), ("logaddexp", "logaddexp", REALS + COMPLEX, 4), ("logaddexp2", "logaddexp2", REALS + COMPLEX, 4),
    ("arctan2", "arctan2", REALS + ["int32"], 4), ("hypot", "hypot", REALS, 2), ("copysign", "copysign", REALS + ["int32"], 0), ("nextafter", "nextafter", REALS, 0),
    ("heaviside", "heaviside", REALS + ["int32"], 0), ("gcd", "gcd", INTS, 0), ("lcm", "lcm", INTS, 0), ("leftShift", "left_shift", BITS, 0), ("rightShift", "right_shift", BITS, 0),
    ("bitwiseAnd", "bitwise_and", BITS, 0), ("bitwiseOr", "bitwise_or", BITS, 0), ("bitwiseXor", "bitwise_xor", BITS, 0)] + [
    (j, n, BITS + REALS + COMPLEX, 0) for j, n in [("equal", "equal"), ("notEqual", "not_equal"), ("less", "less"), ("lessEqual", "less_equal"), ("greater", "greater"),
        ("greaterEqual", "greater_equal"), ("logicalAnd", "logical_and"), ("logicalOr", "logical_or"), ("logicalXor", "logical_xor"), ("isclose", "isclose")]]


def main(out):
    for d in BITS + REALS + COMPLEX:
        f = few(d)
        for name, v in ("one", one(d)), ("left", np.repeat(f, len(f))), ("right", np.tile(f, len(f))):
            out.write("set %s.%s %s %s\n" % (name, d, d, bits(v)))
    for table, sets in (UNARY, ["one"]), (BINARY, ["left", "right"]):
        for java, name, types, ulps in table:
            for d in types:
                jax.config.update("jax_enable_x64", d in ("int64", "uint64", "float64", "complex128"))
                f = few(d)
                args = [one(d)] if len(sets) == 1 else [np.repeat(f, len(f)), np.tile(f, len(f))]
                try:
                    r = getattr(jnp, name)(*[jnp.asarray(a) for a in args])
                except Exception as e:
                    sys.stderr.write("%s %s: %s\n" % (name, d, str(e).split("\n")[0][:150]))
                    continue
                if name in ("exp2", "sinc") and d in ("bfloat16", "float16"):  # JAX rounds in between, too
                    r = getattr(jnp, name)(jnp.asarray(args[0]).astype(np.float32)).astype(r.dtype)
                if name == "exp2" and d == "float64":  # JAX is 13 units off
                    r = jnp.asarray(np.exp2(args[0]))
                if name == "i0":  # JAX multiplies infinity by 0
                    r = jnp.where(jnp.isinf(args[0].astype(np.float64)), jnp.inf, r).astype(r.dtype)
                rs = r if isinstance(r, tuple) else (r,)
                wide = 1 if d in ("int64", "uint64", "float64", "complex128") else 0
                out.write("%s %d %d %s = %s\n" % (java, ulps, wide, " ".join(s + "." + d for s in sets), " ".join("%s %s" % (x.dtype, bits(x)) for x in rs)))


main(open(sys.argv[1], "w"))
