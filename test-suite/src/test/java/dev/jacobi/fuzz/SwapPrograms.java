// Programs in which loops, calls or recursion exchange arrays: double buffering, rotations of three, rings, grids.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * One program with exchanged arrays. Names in the sources: {@code a}, {@code b} and {@code c} are the arrays, {@code u} is the one that is put aside
 * while two change places, {@code m} their length, {@code s} counts sweeps, {@code i} and {@code j} elements.
 */
final class SwapPrograms {
    /** How the loop over sweeps is put into the program. */
    private enum Place {
        INLINE, SWEEP_CALLED, ALL_CALLED, RECURSIVE, PER_ELEMENT
    }

    private final Context c;
    private final Set<String> forms = new TreeSet<>();
    private final JType t;
    private final Place place;
    private final boolean three;
    /** Arrays of rows. */
    private final boolean nested;
    private final boolean variable;
    private final SwapBodies bodies;
    private final List<Object> members = new ArrayList<>();

    private SwapPrograms(SplittableRandom random) {
        c = new Context(random, null);
        t = c.pick(JType.DOUBLE, JType.DOUBLE, JType.DOUBLE, JType.INT, JType.INT, JType.LONG, JType.FLOAT, JType.FLOAT, JType.BYTE, JType.SHORT, JType.CHAR);
        place = c.pick(Place.INLINE, Place.INLINE, Place.INLINE, Place.SWEEP_CALLED, Place.ALL_CALLED, Place.RECURSIVE, Place.PER_ELEMENT);
        three = c.once(5);
        nested = c.once(6) && place != Place.PER_ELEMENT;
        variable = c.once(2);
        boolean flatGrid = !nested && c.once(5);
        String length = variable ? "m" : nested || flatGrid ? c.pick("8", "8", "3") : c.pick("4", "4", "2", "3", "5", "8", "16", "17", "64");
        bodies = new SwapBodies(c, t, place == Place.INLINE || place == Place.PER_ELEMENT ? length : "a.length", nested, flatGrid, forms);
        if (flatGrid && !variable) {
            bodies.square(c.pick(8, 8, 4));
        }
        forms.add(place.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        forms.add(t.toString());
        forms.add(three ? "three arrays" : "two arrays");
        forms.add(nested ? "rows" : flatGrid ? "flat grid" : "flat");
        forms.add(variable ? "variable length" : "constant length");
    }

    static Methods.Program generate(long seed, String name, SplittableRandom random) {
        SwapPrograms p = new SwapPrograms(random);
        Node run = p.run();
        List<Object> parts = new ArrayList<>(List.of("public final class " + name + " {\n", Node.stmt("static final int K = " + random.nextInt(20) + ";\n")));
        parts.addAll(p.members);
        parts.add(run);
        parts.add("}\n");
        return new Methods.Program(seed, name, Node.other(parts), p.result, p.params, Kind.SWAP, p.forms);
    }

    private JType result;
    private final List<JType> params = new ArrayList<>(List.of(JType.INT));

    private JType type() {
        return nested ? t.array().array() : t.array();
    }

    private Node run() {
        params.addAll(List.of(type(), type(), t));
        result = place == Place.PER_ELEMENT || c.once(3) ? JType.LONG : c.once(3) ? type() : t;
        String returned = result.equals(JType.LONG) ? null : c.pick("a", "a", "b");
        Node length = Node.stmt(variable ? "final int m = " + variableLength() + ";\n" : "");
        Node body = place == Place.PER_ELEMENT ? perElement() : Node.other(List.of(arrays(), sweeps()));
        Node end = Node.other(List.of(returned == null ? Node.stmt(bodies.digest("a"), bodies.digest("b"), "return out;\n")
                : Node.stmt("return " + (result.equals(t) ? "(" + t + ") (" + bodies.element(returned) + " + (out & 1))" : returned) + ";\n")));
        if (place == Place.PER_ELEMENT) {
            end = Node.other(List.of("return out;\n"));
        }
        return Node.other(List.of("public static " + result + " run(int p0, " + type() + " p1, " + type() + " p2, " + t + " p3) {\nlong out = 0;\n", length, body, end, "}\n"));
    }

    private String variableLength() {
        return c.pick("p0 % 9 + 2", "p0 + 2", "(p0 & 15) + 1", "Math.min(p1.length, p2.length)", "Math.min(p1.length, p2.length)", "p1.length", "p0", "4 + (K & 3)");
    }

    /** Each new, an argument, or a copy of one. */
    private Node arrays() {
        List<Object> parts = new ArrayList<>();
        for (String name : three ? List.of("a", "b", "c") : List.of("a", "b")) {
            String origin = place == Place.PER_ELEMENT || name.equals("c") ? "fresh" : c.pick("fresh", "fresh", "given", "copied");
            forms.add(origin);
            String argument = name.equals("a") ? "p1" : "p2";
            if (origin.equals("given")) {
                parts.add(type() + " " + name + " = " + argument + ";\n");
            } else if (origin.equals("copied") && !nested) {
                parts.add(type() + " " + name + " = java.util.Arrays.copyOf(" + argument + ", " + bodies.length() + ");\n");
            } else {
                parts.add(type() + " " + name + " = " + bodies.fresh() + ";\n");
                parts.add(Node.stmt(bodies.fill(name)));
            }
        }
        return Node.other(parts);
    }

    private String steps() {
        String steps = c.pick("8", "8", "1", "2", "3", "5", "(p0 & 15)", "p0 % 7", "(p0 & 7)", "(K & 7)");
        forms.add(Character.isDigit(steps.charAt(0)) ? "constant sweeps" : "variable sweeps");
        return steps;
    }

    /** The loop over sweeps, wherever it stands. */
    private Node sweeps() {
        String steps = steps();
        String more = three ? ", c" : "";
        String declared = type() + " a, " + type() + " b" + (three ? ", " + type() + " c" : "");
        switch (place) {
            case INLINE, PER_ELEMENT -> {
                return loop(steps, bodies.sweep(), bodies.exchange(three));
            }
            case SWEEP_CALLED -> {
                members.add(Node.other(List.of("static void sweep(" + declared + ", int s) {\n", bodies.sweep(), "}\n")));
                return loop(steps, Node.stmt("sweep(a, b" + more + ", s);\n"), bodies.exchange(three));
            }
            case ALL_CALLED -> {
                members.add(Node.other(List.of("static " + type() + " all(" + declared + ", int n) {\nlong out = 0;\n", loop("n", bodies.sweep(), bodies.exchange(three)), "return a;\n}\n")));
                Node again = Node.stmt(c.once(3) ? c.pick("b", "a") + " = all(b, a" + more + ", 3);\n" : "");
                return Node.other(List.of(Node.stmt(c.pick("a", "b") + " = all(a, b" + more + ", " + steps + ");\n"), again));
            }
            case RECURSIVE -> {
                boolean element = !nested && c.once(2);
                String value = element ? t.toString() : type().toString();
                String call = "rec(" + c.pick("b, a" + more, three ? "b, c, a" : "b, a") + ", s - 1)";
                members.add(Node.other(List.of("static " + value + " rec(" + declared + ", int s) {\nif (s <= 0) return a" + (element ? "[0]" : "") + ";\n", bodies.sweep(),
                        "return " + call + ";\n}\n")));
                String use = "rec(a, b" + more + ", " + steps + ")";
                return element ? Node.stmt("out += (long) " + use + ";\n") : Node.stmt(c.pick("a", "b") + " = " + use + ";\n");
            }
        }
        throw new IllegalStateException(place.name());
    }

    private Node loop(String steps, Node sweep, Node exchange) {
        Node body = c.once(4) ? Node.other(List.of(exchange, sweep)) : Node.other(List.of(sweep, exchange));
        Node read = Node.stmt(c.once(4) && !nested ? "if (a.length > 0) out = out * 31 + (long) a[s % a.length];\n" : "");
        Node exit = Node.stmt(c.once(10) ? "if (out > 1000) break;\n" : "");
        if (c.once(6)) {
            forms.add("loop in a loop");
            return Node.other(List.of("for (int s = 0; s < " + steps + "; s++) {\nfor (int r = 0; r < " + c.pick("2", "3", "s") + "; r++) {\n", body, "}\n", read, exit,
                    c.once(2) ? bodies.exchange(three) : Node.other(List.of()), "}\n"));
        }
        return switch (c.below(5)) {
            case 0 -> Node.other(List.of("{\nint s = 0;\nwhile (s < " + steps + ") {\n", body, read, exit, "s++;\n}\n}\n"));
            case 1 -> Node.other(List.of("for (int s = " + steps + " - 1; s >= 0; s--) {\n", body, read, exit, "}\n"));
            default -> Node.other(List.of("for (int s = 0; s < " + steps + "; s++) {\n", body, read, exit, "}\n"));
        };
    }

    /** Every element of an argument is what small arrays of its own come to. */
    private Node perElement() {
        Node made = arrays();
        Node swept = sweeps();
        return Node.other(List.of("for (int q = 0; q < p1.length; q++) {\n", made, "if (a.length > 0) a[0] = (" + t + ") (p1[q] + p3);\n", swept, "p1[q] = " + bodies.element("a") + ";\n}\n"));
    }
}
