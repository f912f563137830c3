"""What libtpu expects StableHLO programs to take, on the first chip of a v5e:2x2 that need not be there.

cycles.py FILE.mlir ...    for each text a line: name, cycles, number of loops, trips of the one that makes most, with a ? when trips of some are not
                           known; name, -, and why, when libtpu does not compile it
cycles.py jax [NAME ...]   the same for the twins (twins.py, layers.py)

Cycles are libtpu's estimates of single operations (estimated_cycles), added up; those of a loop's trip count as often as the loop runs, of a branch the longest way. Where a loop's trips are not
known, those of the twin's longest loop are taken (CYCLES_TWINS=FILE, what "jax" printed), or TRIPS. CYCLES_KEEP=FOLDER keeps the optimised modules there.
"""
import os
import re
import sys

os.environ.update(TPU_SKIP_MDS_QUERY="1", ALLOW_MULTIPLE_LIBTPU_LOAD="1", TPU_STDERR_LOG_LEVEL="3", TPU_MIN_LOG_LEVEL="3", JAX_PLATFORMS="cpu")
import jax
import numpy as np
from jax._src import compiler
from jax._src.interpreters import mlir
from jax.experimental import topologies
from jaxlib._jax import DeviceList
from jaxlib.mlir import ir

TRIPS = 32
UNRATED = {"reverse", "reduce-window", "select-and-scatter", "sort", "cholesky", "triangular-solve", "fft", "scatter", "gather"}
BYTES_PER_CYCLE = 100


def compiled(text, device):
    options = compiler.get_compile_options(1, 1, device_assignment=np.array([[device.id]]))
    with mlir.make_ir_context():
        return device.client.compile(ir.Module.parse(text), DeviceList((device,)), options).hlo_modules()[0].to_string()


class Hlo:
    """An optimised module: computations, each a list of instructions (name, operation, operands, line)."""

    def __init__(self, text):
        self.computations, self.entry, body = {}, None, None
        for line in text.split("\n"):
            head = re.match(r"(ENTRY )?%([\w.\-]+) \(.*\{$", line)
            if head:
                body = self.computations[head[2]] = {}
                self.entry = head[2] if head[1] else self.entry
            elif line.startswith("}"):
                body = None
            elif body is not None:
                m = re.match(r"\s+(ROOT )?%([\w.\-]+) = (.*)$", line)
                if m:
                    rest = m[3]
                    op = re.search(r"(?:^|[\s)\]}])([a-z][\w\-]*)\(((?:%[\w.\-]+(?:, )?)*|[^()]*)\)", rest)
                    body[m[2]] = (op[1] if op else "", re.findall(r"%([\w.\-]+)", op[2]) if op else [], rest, bool(m[1]))

    def constant(self, comp, name):
        """The value of an integer that is known where it stands."""
        op, args, rest, _ = self.computations[comp][name]
        if op == "constant":
            m = re.search(r"constant\((-?\d+)\)", rest)
            return int(m[1]) if m else None
        return self.constant(comp, args[0]) if op in ("copy", "bitcast") else None

    def element(self, comp, name):
        """Which element of the computation's tuple it is, perhaps plus a number: (index, added), or None."""
        op, args, rest, _ = self.computations[comp][name]
        if op == "get-tuple-element":
            return int(re.search(r"index=(\d+)", rest)[1]), 0
        if op in ("copy", "bitcast"):
            return self.element(comp, args[0])
        if op in ("add", "subtract"):
            for a, b in ((0, 1), (1, 0)):
                e, c = self.element(comp, args[a]), self.constant(comp, args[b])
                if e is not None and c is not None:
                    return e[0], e[1] + (c if op == "add" else -c)
        if op == "fusion":
            called = re.search(r"calls=%([\w.\-]+)", rest)[1]
            inner = self.computations[called]
            root = next(n for n, v in inner.items() if v[3])
            op2, args2, _, _ = inner[root]
            if op2 == "add":
                parts = [self.inner(comp, args, called, a) for a in args2]
                for a, b in ((0, 1), (1, 0)):
                    if isinstance(parts[a], tuple) and isinstance(parts[b], int):
                        return parts[a][0], parts[a][1] + parts[b]
        return None

    def inner(self, comp, args, called, name):
        op, _, rest, _ = self.computations[called][name]
        if op == "parameter":
            outer = args[int(re.search(r"parameter\((\d+)\)", rest)[1])]
            c = self.constant(comp, outer)
            return c if c is not None else self.element(comp, outer)
        return self.constant(called, name)

    def trips(self, comp, name):
        """How often a while runs, or None."""
        try:
            _, args, rest, _ = self.computations[comp][name]
            known = re.search(r'known_trip_count":\{"n":"(\d+)"', rest)
            if known:
                return int(known[1])
            cond, body = re.search(r"condition=%([\w.\-]+)", rest)[1], re.search(r"body=%([\w.\-]+)", rest)[1]
            yields = next(v for v in self.computations[body].values() if v[3])[1]
            start = self.computations[comp][args[0]][1]
            for op, a, line, _ in self.computations[cond].values():
                if op == "compare" and re.search(r"direction=(LT|NE|GT)", line):
                    return self.bound(comp, cond, body, yields, start, a)
                if op == "fusion" and "pred[]" in line:
                    called = re.search(r"calls=%([\w.\-]+)", line)[1]
                    for op2, a2, line2, _ in self.computations[called].values():
                        if op2 == "compare" and re.search(r"direction=(LT|NE|GT)", line2):
                            names = []
                            for n in a2:
                                o3, _, l3, _ = self.computations[called][n]
                                names.append(a[int(re.search(r"parameter\((\d+)\)", l3)[1])] if o3 == "parameter" else ("const", self.constant(called, n)))
                            return self.bound(comp, cond, body, yields, start, names)
        except (TypeError, KeyError, StopIteration, IndexError, AttributeError):
            pass
        return None

    def bound(self, comp, cond, body, yields, start, names):
        values = []
        for n in names:
            if isinstance(n, tuple):
                values.append((n[1], 0))
                continue
            c = self.constant(cond, n)
            if c is None:
                k, _ = self.element(cond, n)
                c = self.constant(comp, start[k])
                step = self.element(body, yields[k])
                values.append((c, step[1] if step and step[0] == k else None))
            else:
                values.append((c, 0))
        (a, s), (b, t) = values
        if s == 0 and t:
            a, s, b = b, t, a
        return max(0, -(-(b - a) // s)) if s else None


def twins_trips():
    """The trips of each twin's longest loop."""
    file = os.environ.get("CYCLES_TWINS")
    rows = [line.split() for line in open(file)] if file else []
    return {r[0]: int(r[3].rstrip("?")) for r in rows if r[1] != "-" and int(r[3].rstrip("?")) > 0}


class Count:
    def __init__(self, hlo, usual=TRIPS):
        self.usual, self.hlo, self.loops, self.unknown = usual, hlo, [], 0
        self.cycles = self.of(hlo.entry)

    @staticmethod
    def moved(rest):
        """By its bytes, for an operation that libtpu gives no estimate of."""
        m = re.match(r"\(?(\w+?)(\d+)\[([\d,]*)\]", rest)
        return int(m[2]) // 8 * int(np.prod([int(d) for d in m[3].split(",") if d])) // BYTES_PER_CYCLE if m else 0

    def of(self, comp):
        total = 0
        for name, (op, args, rest, _) in self.hlo.computations[comp].items():
            m = re.search(r'"estimated_cycles":"(\d+)"', rest)
            total += int(m[1]) if m else self.moved(rest) if op in UNRATED else 0
            if op == "while":
                n = self.hlo.trips(comp, name)
                self.unknown += n is None
                n = self.usual if n is None else n
                self.loops.append(n)
                total += n * (self.of(re.search(r"body=%([\w.\-]+)", rest)[1]) + self.of(re.search(r"condition=%([\w.\-]+)", rest)[1]))
            elif op == "conditional":
                ways = re.search(r"branch_computations=\{([^}]*)\}", rest)
                ways = ways[1] if ways else " ".join(re.findall(r"(?:true|false)_computation=(%[\w.\-]+)", rest))
                total += max(self.of(w) for w in re.findall(r"%([\w.\-]+)", ways))
            elif op == "call":
                total += self.of(re.search(r"to_apply=%([\w.\-]+)", rest)[1])
        return total


def main():
    names = sys.argv[1:]
    device = topologies.get_topology_desc("v5e:2x2", "tpu").devices[0]
    keep = os.environ.get("CYCLES_KEEP")
    if names[0] == "jax":
        import layers  # noqa: F401  adds its methods to the twins
        from twins import TWINS
        work = [(n, lambda n=n: jax.jit(TWINS[n][0], keep_unused=True).trace(*TWINS[n][1]).lower(lowering_platforms=("tpu",)).as_text()) for n in (names[1:] or TWINS)]
    else:
        work = [(os.path.basename(p)[:-5], lambda p=p: open(p).read()) for p in names]
    usual = twins_trips()
    for name, text in work:
        try:
            hlo = compiled(text(), device)
            c = Count(Hlo(hlo), usual.get(name, TRIPS))
            if keep:
                open(os.path.join(keep, name + ".hlo"), "w").write(hlo)
            print(f"{name} {c.cycles} {len(c.loops)} {max(c.loops, default=0)}{'?' if c.unknown else ''}", flush=True)
        except Exception as e:
            print(f"{name} - {str(e).splitlines()[0][:200]}", flush=True)


main()
