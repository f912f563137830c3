"""The records that are texts: names, the promotion of dtypes, and how arrays are printed."""
import json

import jax
import jax.nn.initializers
import jax.numpy as jnp
import jax.scipy.linalg
import jax.scipy.signal
import jax.scipy.special
import jax.scipy.stats
from jax._src import dtypes as rules

import case_inputs as inputs
import case_table as table

WEAK = {"int": 1, "float": 1.0, "complex": 1j}


def names(rows):
    """Java names with their counterparts in JAX and how many cases each has."""
    found = {}
    for table_name, of_table in rows.items():
        for row in of_table:
            n = found.setdefault(row.java, {"java": row.java, "jax": counterpart(row), "table": table_name, "rows": 0, "cases": 0})
            n["rows"] += 1
            n["cases"] += sum(1 for _ in table.cases(row))
    lines = ",\n".join("  " + json.dumps(found[k]) for k in sorted(found))
    return f"[\n{lines}\n]\n".encode()


def counterpart(row):
    """The dotted name of a row's function; of a lambda the first name of JAX in it."""
    text = row.python
    if text.startswith("lambda"):
        import re
        text = next(iter(re.findall(r"(?:jnp|jax|jsp)(?:\.\w+)+", text)), row.java)
    return text.replace("jnp.", "jax.numpy.").replace("jsp.", "jax.scipy.")


MODULES = {"jax.numpy": jnp, "jax.numpy.linalg": jnp.linalg, "jax.numpy.fft": jnp.fft, "jax.lax": jax.lax, "jax.nn": jax.nn,
           "jax.nn.initializers": jax.nn.initializers, "jax.random": jax.random, "jax.scipy.special": jax.scipy.special,
           "jax.scipy.linalg": jax.scipy.linalg, "jax.scipy.signal": jax.scipy.signal, "jax.scipy.stats": jax.scipy.stats}


def public_names():
    """The public functions of JAX's modules, a line for each module; a distribution's functions are behind a dot."""
    lines = ["# The public functions of JAX's modules."]
    for name, module in MODULES.items():
        found = [n for n in dir(module) if not n.startswith("_") and callable(getattr(module, n)) and not isinstance(getattr(module, n), type)
                 and not (name == "jax.lax" and n.endswith("_p"))]
        if name == "jax.scipy.stats":
            for law in (n for n in dir(module) if type(getattr(module, n)).__name__ == "module" and not n.startswith("_")):
                found += [f"{law}.{n}" for n in dir(getattr(module, law)) if n in ("pdf", "logpdf", "pmf", "logpmf", "cdf", "logcdf", "sf", "logsf", "ppf", "isf", "entropy")]
        lines.append(" ".join([name] + sorted(n for n in found if not isinstance(getattr(module, n, None), jnp.dtype) and not is_dtype(getattr(module, n, None)))))
    return ("\n".join(lines) + "\n").encode()


def is_dtype(v):
    """Whether it is one of jax.numpy's types, such as jnp.float32."""
    return type(v).__name__ == "_ScalarMeta"


def promotion():
    """jnp.promote_types over all dtypes and Python's scalars, which are weak: a row and a column for each; a star marks a weak result."""
    lines = ["# The dtype of an operation on the row's and the column's dtypes; int, float and complex are Python's scalars, and a star marks a weak result."]
    for wide in (False, True):
        kinds = [d for d in table.DTYPES if wide or d not in table.WIDE] + list(WEAK)
        lines.append(f"mode {'x64' if wide else 'x32'}")
        lines.append(" ".join(["-"] + kinds))
        with jax.enable_x64(wide):
            for a in kinds:
                lines.append(" ".join([a] + [promoted(a, b) for b in kinds]))
    return ("\n".join(lines) + "\n").encode()


def promoted(a, b):
    x, y = (WEAK.get(n, inputs.NUMPY.get(n)) for n in (a, b))
    dtype, weak = rules.result_type(x, y, return_weak_type_flag=True)
    name = next(n for n, d in inputs.NUMPY.items() if d == dtype)
    return name + ("*" if weak else "")


SHAPES = [(), (1,), (3,), (7,), (2, 3), (3, 1), (2, 2, 2), (0,), (0, 3), (1, 1, 1, 2)]
PRINTED = ([(d, s, "any") for d in ("f32", "i32", "bool") for s in SHAPES]
           + [(d, s, "any") for d in ("bf16", "f16", "f64", "i8", "u8", "i64", "u32", "u64", "i16", "u16") for s in ((), (3,), (2, 3))]
           + [(d, s, "edge") for d in ("f32", "f64", "f16", "bf16", "i32", "i8", "u8", "i64") for s in ((24,), (4, 6), (5,))]
           + [(d, s, "int") for d in ("f32", "f64", "i32") for s in ((5,), (3, 3), (2, 3, 2))]
           + [(d, s, "tiny") for d in ("f32", "f64") for s in ((4,), (2, 2))]
           + [(d, s, "big") for d in ("f32", "f64", "i32", "i64") for s in ((4,), (30,), (6, 6))]
           + [(d, s, "any") for d in ("c64", "c128") for s in ((), (3,), (2, 2))]
           + [("f32", (1001,), "any"), ("i32", (1200,), "any"), ("f32", (40, 50), "any"), ("f32", (3, 400), "unit"), ("bool", (1100,), "any")])


def printing():
    """How jnp prints arrays: a block per array, with its str and its repr."""
    lines = ["# An array is made of the seed of 'print|a|DTYPE|DIMS|DOMAIN'; below its line are its str and its repr, each line after a bar."]
    for dtype, dims, domain in PRINTED:
        with jax.enable_x64(dtype in table.WIDE):
            a = jnp.asarray(inputs.array(domain, dtype, dims, inputs.seed_of("print", "a", dtype, dims, domain)))
            lines.append(f"array {dtype} [{','.join(str(d) for d in dims)}] {domain}")
            for kind, text in (("str", str(a)), ("repr", repr(a))):
                lines.append(kind)
                lines.extend("|" + line for line in text.split("\n"))
    return ("\n".join(lines) + "\n").encode()
