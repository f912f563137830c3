// Programs whose loops read and write elements at masked, shifted, narrowed, multiplied or remaindered induction variables.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** One program: a few loops over two argument arrays of the same length and perhaps a new one of a constant size. */
final class IndexPrograms {
    private final Context c;
    private final Set<String> forms = new TreeSet<>();
    private final JType t;
    private final List<JType> params = new ArrayList<>(List.of(JType.INT));
    private final IndexExpressions index;

    /** An array: the source of its length, and that length when it is constant (a power of two), else 0. */
    private record Target(String name, JType element, String length, int constant) {
    }

    private IndexPrograms(SplittableRandom random) {
        c = new Context(random, null);
        t = element();
        index = new IndexExpressions(c, forms);
    }

    private JType element() {
        return c.pick(JType.DOUBLE, JType.DOUBLE, JType.DOUBLE, JType.INT, JType.INT, JType.LONG, JType.FLOAT, JType.FLOAT, JType.BYTE, JType.SHORT, JType.CHAR);
    }

    static Methods.Program generate(long seed, String name, SplittableRandom random) {
        IndexPrograms p = new IndexPrograms(random);
        Node run = p.run();
        return new Methods.Program(seed, name, Node.other(List.of("public final class " + name + " {\n", Node.stmt("static final int K = " + random.nextInt(20) + ";\n"), run, "}\n")), JType.LONG,
                p.params, Kind.INDEX, p.forms);
    }

    private Node run() {
        JType other = c.once(3) ? element() : t;
        params.addAll(List.of(t.array(), other.array(), JType.INT));
        int size = c.pick(16, 32, 64, 64, 64, 128, 8);
        List<Target> targets = new ArrayList<>(List.of(new Target("p1", t, "p1.length", 0), new Target("p2", other, "p2.length", 0)));
        List<Object> parts = new ArrayList<>(List.of("public static long run(int p0, " + t + "[] p1, " + other + "[] p2, int p3) {\nlong out = 0;\n"));
        if (c.once(2)) {
            JType e = c.once(3) ? element() : t;
            targets.add(new Target("b", e, Integer.toString(size), size));
            parts.add(e + "[] b = new " + e + "[" + size + "];\n");
            parts.add(Node.stmt("for (int i = 0; i < " + size + "; i++) b[i] = (" + e + ") (i * 7 + 1);\n"));
            forms.add("constant size");
        }
        for (int k = 1 + c.below(3); k > 0; k--) {
            parts.add(loop(targets, size));
        }
        if (targets.size() > 2) {
            parts.add(Node.stmt("for (int i = 0; i < " + size + "; i++) out = out * 31 + " + (targets.get(2).element().prim().isFloat() ? "Double.doubleToLongBits(b[i]);\n" : "b[i];\n")));
        }
        parts.add("return out;\n}\n");
        forms.add(t.toString());
        return Node.other(parts);
    }

    /** One loop whose accesses are mostly in range: the largest mask decides for which lengths it runs at all. */
    private Node loop(List<Target> targets, int size) {
        Target to = c.pick(targets);
        Target from = c.once(3) ? to : c.pick(targets);
        Target third = c.pick(targets);
        int step = c.once(6) ? c.pick(2, 3, 4) : 1;
        index.begin(c.pick("i", "i", "i", "i", "j"));
        if (c.once(3) && index.counter().equals("i")) {
            return linear(to, from);
        }
        int mask = Math.min(size, c.pick(8, 16, 64, 64, 32, 128)) - 1;
        List<Object> parts = new ArrayList<>();
        String guard = List.of(to, from, third).stream().filter(x -> x.constant() == 0).map(x -> x.length() + " > " + mask).distinct().reduce((x, y) -> x + " && " + y).orElse(null);
        parts.add(guard == null || c.once(12) ? "" : "if (" + guard + ") {\n");
        boolean guarded = !parts.get(0).equals("");
        parts.add(header(c.pick("p0", "p0", "p0 / 2", to.length(), "p0 * 3", Integer.toString(size), "(p3 & 127)"), step));
        for (int k = c.once(4) ? 2 : 1; k > 0; k--) {
            parts.add(statement(to, index.masked(mask, to.length()), from, index.masked(mask, from.length()), third, mask));
        }
        parts.add(index.counter().equals("i") ? "}\n" : "}\n}\n");
        parts.add(guarded ? "}\n" : "");
        return Node.stmt(parts.toArray());
    }

    private String header(String limit, int step) {
        if (index.counter().equals("j")) {
            forms.add("nest");
            return "for (int i = 0; i < " + c.pick("4", "3", "p0 / 8") + "; i++) {\nfor (int j = 0; j < " + c.pick("8", "16", "p0 / 4", "7") + "; j++) {\n";
        }
        return switch (c.below(8)) {
            case 0 -> "for (int i = (" + limit + ") - 1; i >= 0; i -= " + step + ") {\n";
            case 1 -> "for (long l = 0; l < " + limit + "; l++) {\nfinal int i = (int) l;\n";
            case 2 -> "for (int i = " + c.pick("1", "3", "-5") + "; i < " + limit + "; i += " + step + ") {\n";
            case 3 -> "for (" + c.pick("short", "char") + " i = 0; i < Math.min(" + limit + ", 120); i++) {\n";
            default -> "for (int i = 0; i < " + limit + "; i += " + step + ") {\n";
        };
    }

    private Node value(JType e, Object... parts) {
        List<Object> all = new ArrayList<>(List.of("(" + e + ") ("));
        all.addAll(List.of(parts));
        all.add(")");
        return Node.expr(e, all.toArray());
    }

    private Object read(Target from, Node at) {
        return Node.other(List.of(from.name() + "[", at, "]"));
    }

    private Node statement(Target to, Node at, Target from, Node source, Target third, int mask) {
        String place = to.name() + "[";
        String form = c.pick("copy", "copy", "copy", "copy", "add", "add", "two", "sum", "sum", "condition", "computed", "exchange", "plain", "plain");
        forms.add(form);
        String counter = c.once(2) ? "" : " + " + index.counter();
        return switch (form) {
            case "copy" -> Node.stmt(place, at, "] = ", value(to.element(), read(from, source), counter), ";\n");
            case "add" -> Node.stmt(place, at, "] " + c.pick("+=", "-=", "+=", "*=") + " ", value(to.element(), read(from, source)), ";\n");
            case "two" -> Node.stmt(place, at, "] = ", value(to.element(), read(from, source), " + ", read(third, index.masked(mask, third.length()))), ";\n");
            case "sum" -> Node.stmt("out += (long) ", value(from.element(), read(from, source)), " * 3;\n");
            case "condition" -> Node.stmt("if (", read(from, source), " > ", read(third, index.masked(mask, third.length())), ") " + place, at, "] = ", value(to.element(), index.counter()), ";\n");
            case "computed" -> Node.stmt(place, at, "] = ", value(to.element(), index.masked(mask, to.length()), counter), ";\n");
            case "exchange" -> Node.stmt("{\n" + to.element() + " x = " + place, at, "];\n" + place, at, "] = " + place, index.masked(mask, to.length()), "];\n" + place,
                    index.masked(mask, to.length()), "] = x;\n}\n");
            // one side is the plain counter, in the range of the mask
            default -> c.once(2) ? Node.stmt(place + index.counter() + " & " + mask + "] = ", value(to.element(), read(from, source)), ";\n")
                    : Node.stmt(place, at, "] = ", value(to.element(), from.name() + "[" + index.counter() + " & " + mask + "]" + counter), ";\n");
        };
    }

    /** The counter times a constant plus a small part of it: in range for a part of the array's length, as in {@code in[i] = in[i * 4 + (i & 3)]}. */
    private Node linear(Target to, Target from) {
        int by = c.pick(4, 4, 2, 3, 5, 8, 1);
        forms.add("linear and masked");
        Node at = index.linear(by);
        Node plain = Node.expr(JType.INT, "i");
        String limit = "Math.min(" + to.length() + ", " + from.length() + ") / " + by + (by == 1 ? " - 3" : "");
        if (to.constant() > 0 && from.constant() > 0) {
            limit = Integer.toString(to.constant() / by - (by == 1 ? 3 : 0));
        }
        Node body = switch (c.below(5)) {
            case 0 -> Node.stmt(to.name() + "[", at, "] = ", value(to.element(), read(from, plain)), ";\n");
            case 1 -> Node.stmt(to.name() + "[", at, "] += ", value(to.element(), read(from, index.linear(by))), ";\n");
            case 2 -> Node.stmt("out += (long) ", value(from.element(), read(from, at)), " ^ i;\n");
            default -> Node.stmt(to.name() + "[i] " + c.pick("=", "=", "+=") + " ", value(to.element(), read(from, at)), ";\n");
        };
        String head = c.once(5) ? "for (int i = " + limit + " - 1; i >= 0; i--) {\n" : "for (int i = 0; i < " + limit + "; i++) {\n";
        return Node.stmt(head, body, "}\n");
    }
}
