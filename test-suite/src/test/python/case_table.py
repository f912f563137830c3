"""Reads the table of array functions: what a row says, in the words of resources/dev/jacobi/arrays/README.txt.

CaseTable.java and CallText.java read the same files; whatever changes here changes there."""
import re
from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources" / "dev" / "jacobi" / "arrays"
DTYPES = ["bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "bf16", "f16", "f32", "f64", "c64", "c128"]
WIDE = {"i64", "u64", "f64", "c128"}
FLOATS = {"bf16", "f16", "f32", "f64", "c64", "c128"}


@dataclass(frozen=True)
class Letter:
    """An array argument: a is the first one of the row, b the second."""
    index: int
    dtype: str | None


@dataclass(frozen=True)
class Values:
    """A vector of numbers that stands in the table."""
    numbers: tuple
    dtype: str | None


@dataclass(frozen=True)
class Many:
    """A list of arguments."""
    items: tuple


@dataclass(frozen=True)
class Key:
    """Keys of seeds 0 to count - 1, of which each makes a call of its own, or the key of one seed."""
    seed: int
    count: int


@dataclass(frozen=True)
class Word:
    """A dtype by its name; T is that of the case."""
    name: str


@dataclass(frozen=True)
class Row:
    table: str
    java: str
    python: str
    calls: tuple
    shapes: tuple
    dtypes: tuple
    domains: tuple
    tolerance: str
    marks: frozenset
    text: str

    def domain(self, letter):
        return self.domains[min(letter, len(self.domains) - 1)]


def fnv(text):
    """FNV-1a, 64 bits, of the text's UTF-8 bytes."""
    return fnv_bytes(text.encode("utf-8"))


def fnv_bytes(data, h=0xCBF29CE484222325):
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


TOKEN = re.compile(r"\s*('[^']*'|[A-Za-z_]\w*=|[()\[\]{}:,]|[^\s()\[\]{}:,=]+)")


class CallReader:
    """Reads one call, such as: [a,b] axis=(0,1) keepdims=true."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def call(self):
        args = []
        while self.peek() is not None:
            name = self.take()[:-1] if self.peek().endswith("=") and self.peek() != "=" else None
            args.append((name, self.value()))
        return tuple(args)

    def until(self, end):
        items = []
        while self.peek() != end:
            if self.peek() == ",":
                self.take()
            else:
                items.append(self.value())
        self.take()
        return tuple(items)

    def typed(self):
        if self.peek() == ":":
            self.take()
            return self.take()
        return None

    def value(self):
        t = self.take()
        if t == "[":
            return Many(self.until("]"))
        if t == "(":
            return self.until(")")
        if t == "{":
            numbers = self.until("}")
            return Values(numbers, self.typed())
        if t.startswith("'"):
            return t[1:-1]
        if t in ("key", "keys") and self.peek() == "(":
            self.take()
            n = self.until(")")[0]
            return Key(n, 1) if t == "key" else Key(0, n)
        if len(t) == 1 and "a" <= t <= "h":
            return Letter(ord(t) - ord("a"), self.typed())
        if t in ("true", "false", "none"):
            return {"true": True, "false": False, "none": None}[t]
        if t in DTYPES or t == "T":
            return Word(t)
        if re.fullmatch(r"-?\d+", t):
            return int(t)
        return float(t)


def parts(cell, separator=";"):
    return [p.strip() for p in cell.split(separator)]


def read_macros():
    macros = {}
    for line in (RESOURCES / "macros.txt").read_text().splitlines():
        if line.startswith("@"):
            name, text = line.split("=", 1)
            macros[name.strip()] = expand(text.strip(), macros)
    return macros


def expand(cell, macros):
    """The cell with its macros written out and single spaces."""
    return " ".join(re.sub(r"@\w+", lambda m: macros[m.group()], cell).split())


def shape(text):
    inner = text.strip("[]")
    return tuple(int(d) for d in inner.split(",")) if inner else ()


def read_table(name, macros):
    rows = []
    for number, line in enumerate((RESOURCES / f"{name}.txt").read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [expand(c, macros) for c in line.split(" | ")]
        if len(cells) not in (7, 8):
            raise ValueError(f"{name}.txt:{number}: seven or eight cells were expected, but there are {len(cells)}")
        java, python, calls, shapes, dtypes, domains, tolerance = cells[:7]
        marks = cells[7].split() if len(cells) > 7 else []
        sets = tuple(tuple(shape(s) for s in part.split() if s != "-") for part in parts(shapes))
        rows.append(Row(name, java, python, tuple(CallReader(c).call() for c in parts(calls)), sets, tuple(dtypes.split()),
                        tuple(domains.split()), tolerance, frozenset(marks), " | ".join(cells)))
    return rows


def tables():
    return [t for t in (RESOURCES / "tables.txt").read_text().split() if t]


def cases(row):
    """All cases of a row, in the order of the record: (kind, dtype, shapes, call)."""
    for position, dtype in enumerate(row.dtypes):
        for number, shapes in enumerate(row.shapes):
            every = position == 0 or number == 0
            if every or (number - 1 - 3 * (position - 1)) % (len(row.shapes) - 1) < 3:
                for call in row.calls if every else row.calls[:1]:
                    yield "value", dtype, shapes, call
    if "grad" in row.marks:
        real = [d for d in ("f32", "f64") if d in row.dtypes]
        for dtype in real or [d for d in ("c64",) if d in row.dtypes]:
            for call in row.calls:
                yield "gradient", dtype, row.shapes[0], call
