package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Prints IR as text that {@link dev.jacobi.ir.text.Parser} reads back; the grammar stands in ir/README.md. Variables are named
 * {@code a, b, .., z, aa, ..} in the order in which the text defines them, so two functions that differ
 * only in ids print alike. A use of a variable that is not defined prints as {@code %id}.
 */
public final class Printer {
    private static final Set<String> RESERVED = reserved();
    private final List<String> lines = new ArrayList<>();
    private final Map<Eqn, Integer> lineOf = new IdentityHashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private int named;
    private String indent = "";

    private Printer() {
    }

    /** The function's text, ending in a newline. */
    public static String print(String name, Func f) {
        var p = new Printer();
        p.func(name, f);
        return p.text();
    }

    /** All functions in order, an empty line between them. */
    public static String print(Module m) {
        return m.funcs().entrySet().stream().map(e -> print(e.getKey(), e.getValue())).collect(Collectors.joining("\n"));
    }

    /** About ten equations around {@code at}, which is marked with {@code >}; the head of the function when it is null. */
    public static String excerpt(String name, Func f, Eqn at) {
        var p = new Printer();
        p.func(name, f);
        int mark = at == null ? -1 : p.lineOf.getOrDefault(at, -1);
        int from = Math.max(0, mark - 5);
        int to = Math.min(p.lines.size(), Math.max(mark, 4) + 6);
        var s = new StringBuilder();
        for (int i = from; i < to; i++) {
            s.append(i == mark ? "> " : "  ").append(p.lines.get(i)).append('\n');
        }
        return s.toString();
    }

    /** Names that a variable never gets because they mean something else in the text. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    private static Set<String> reserved() {
        var words = new HashSet<>(Set.of("yield", "return", "true", "false", "do", "nan", "inf"));
        for (Prim p : Prim.values()) {
            words.add(p.text());
        }
        for (DType d : DType.values()) {
            words.add(d.text());
        }
        return Set.copyOf(words);
    }

    private String text() {
        return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    }

    private void func(String name, Func f) {
        lines.add(name(name) + f.in().stream().map(this::define).collect(Collectors.joining(", ", "(", ")")) + " {");
        block(f.body(), "return", f.out());
        lines.add("}");
    }

    private void block(List<Eqn> body, String word, List<Atom> out) {
        String outer = indent;
        indent += "  ";
        body.forEach(this::eqn);
        lines.add(indent + (word + " " + commas(out)).strip());
        indent = outer;
    }

    private void eqn(Eqn e) {
        lineOf.putIfAbsent(e, lines.size());
        var s = new StringBuilder(indent);
        s.append(e.out().stream().map(this::define).collect(Collectors.joining(", ")));
        s.append(e.out().isEmpty() ? "" : " = ").append(e.prim().text());
        String params = params(e);
        s.append(params == null ? "" : "[" + params + "]");
        // the verifier has equations without params printed
        List<Region> regions = e.params() == null ? List.of() : Regions.of(e);
        if (regions.isEmpty()) {
            e.in().forEach(a -> s.append(' ').append(atom(a)));
            lines.add(s.toString());
            return;
        }
        s.append('(').append(commas(e.in())).append(')');
        lines.add(s.toString());
        for (int i = 0; i < regions.size(); i++) {
            Region r = regions.get(i);
            String params2 = r.params().stream().map(this::define).collect(Collectors.joining(", "));
            append(label(e, i) + " {" + (params2.isEmpty() ? "" : " " + params2 + " ->"));
            block(r.body(), "yield", r.out());
            lines.add(indent + "}");
        }
    }

    private void append(String tail) {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + tail);
    }

    private static String label(Eqn e, int region) {
        if (e.params() instanceof Params.Branches) {
            return !e.in().isEmpty() && e.in().get(0).dtype() == DType.BOOL && region < 2 ? " " + (region == 1) : " " + region;
        }
        return e.params() instanceof Params.While && region == 1 ? " do" : "";
    }

    private String define(Var v) {
        return names.computeIfAbsent(v.id(), id -> nextName()) + ":" + v.type();
    }

    private String nextName() {
        while (true) {
            var s = new StringBuilder();
            for (int k = named++; k >= 0; k = k / 26 - 1) {
                s.insert(0, (char) ('a' + k % 26));
            }
            if (!isReserved(s.toString())) {
                return s.toString();
            }
        }
    }

    private String atom(Atom a) {
        if (a instanceof Lit l) {
            return Literals.print(l);
        }
        int id = ((Var) a).id();
        return names.getOrDefault(id, "%" + id);
    }

    private String commas(List<Atom> atoms) {
        return atoms.stream().map(this::atom).collect(Collectors.joining(", "));
    }

    /** The text between the brackets, null for none. */
    private static String params(Eqn e) {
        Params params = e.params();
        if (params == null || params instanceof Params.None || params instanceof Params.Branches || params instanceof Params.While) {
            return null;
        } else if (params instanceof Params.Axes p) {
            return list(p.axes());
        } else if (params instanceof Params.Axis p) {
            return p.axis() + (p.reverse() ? " reverse" : "");
        } else if (params instanceof Params.Shape p) {
            return new Type(p.dtype(), p.dims()).toString();
        } else if (params instanceof Params.Broadcast p) {
            return (list(p.axes()) + " -> " + list(p.dims())).strip();
        } else if (params instanceof Params.Slice p) {
            return lists(p.dims(), p.strides());
        } else if (params instanceof Params.Pad p) {
            return lists(p.low(), p.high(), p.interior());
        } else if (params instanceof Params.To p) {
            return p.dtype().text() + (p.where().isEmpty() ? "" : " " + quote(p.where()));
        } else if (params instanceof Params.Access p) {
            String s = (p.mode() == Params.Mode.CLAMP ? "clamp" : "promised") + (p.axis() == 0 ? "" : " " + p.axis())
                + (p.op() == null ? "" : " " + p.op().text());
            return s.equals("promised") ? null : s;
        } else if (params instanceof Params.Dot p) {
            return lists(p.contractA(), p.contractB(), p.batchA(), p.batchB());
        } else if (params instanceof Params.Conv p) {
            return lists(p.strides(), p.padLow(), p.padHigh(), p.dilation(), List.of(p.groups()));
        } else if (params instanceof Params.Sort p) {
            return p.axis() + ", " + p.keys();
        } else if (params instanceof Params.Factor p) {
            return p.part().name().toLowerCase(Locale.ROOT);
        } else if (params instanceof Params.Loop p) {
            return p.extent().isUnknown() ? null : p.extent().toString();
        } else if (params instanceof Params.Fold p) {
            return p.extent() + p.ops().stream().map(o -> ", " + o.text()).collect(Collectors.joining());
        } else if (params instanceof Params.Call p) {
            boolean same = p.results().equals(e.out().stream().map(Var::type).toList());
            return name(p.name()) + (same ? "" : " -> " + p.results().stream().map(Type::toString).collect(Collectors.joining(", ")));
        } else if (params instanceof Params.Check p) {
            return p.code().name().toLowerCase(Locale.ROOT) + (p.where() == null || p.where().isEmpty() ? "" : " " + quote(p.where()))
                + (p.early() ? " early" : "");
        } else if (params instanceof Params.Layout p) {
            return quote(p.text());
        } else {
            return quote(((Params.Name) params).name());
        }
    }

    private static String list(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static String lists(List<?>... items) {
        var s = new StringJoiner("; ");
        for (List<?> l : items) {
            s.add(list(l));
        }
        return s.toString();
    }

    /** A function name: as it is when it is a dotted identifier, else quoted. */
    private static String name(String s) {
        boolean plain = !s.isEmpty() && Character.isJavaIdentifierStart(s.charAt(0))
            && s.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
        return plain ? s : quote(s);
    }

    private static String quote(String s) {
        return "\"" + s.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
