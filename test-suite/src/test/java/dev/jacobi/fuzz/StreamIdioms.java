// Streams over arrays and ranges in generated programs: some stages, each with a random function, and one operation that ends them.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.ArrayList;
import java.util.List;

/** Statements with a stream. */
final class StreamIdioms {
    private static final String STREAMS = "java.util.stream.";
    private final Context c;
    private final Expressions expr;
    /** What the functions of a stream may use, which is never assigned. */
    private final List<Variable> captured = new ArrayList<>();
    private final List<Object> parts = new ArrayList<>();
    /** The type of the elements at the stage that is being made. */
    private JType element;

    StreamIdioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
    }

    Node any(List<Variable> flat) {
        captured.clear();
        List<Object> before = new ArrayList<>();
        Variable a = capture(before, c.pick(flat));
        if (c.once(2)) {
            String k = c.name("k");
            before.add(Node.stmt("final int " + k + " = ", Expressions.cast(JType.INT, expr.of(JType.INT, 2)), ";\n"));
            captured.add(new Variable(k, JType.INT, false, List.of()));
        }
        parts.clear();
        source(a);
        for (int k = c.below(4); k > 0; k--) {
            stage();
        }
        before.add(end());
        return Node.stmt(before.toArray());
    }

    private Variable capture(List<Object> before, Variable a) {
        Variable q = new Variable(c.name("q"), a.type(), false, a.extents());
        before.add("final " + a.type() + " " + q.name() + " = " + a.name() + ";\n");
        captured.add(q);
        return q;
    }

    private static String stream(JType element) {
        return STREAMS + (element.equals(JType.INT) ? "Int" : element.equals(JType.LONG) ? "Long" : "Double") + "Stream";
    }

    private void source(Variable a) {
        boolean isOfStreams = List.of(JType.INT, JType.LONG, JType.DOUBLE).contains(a.type().element());
        switch (c.below(isOfStreams ? 6 : 2)) {
            case 0 -> from(JType.INT, stream(JType.INT) + ".range(0, " + a.name() + ".length)");
            case 1 -> from(JType.INT, stream(JType.INT) + ".rangeClosed(" + c.pick("1, 9", "-3, 20", "0, " + a.name() + ".length - 1", "4, 3") + ")");
            case 2 -> from(a.type().element(), stream(a.type().element()) + ".of(" + a.name() + ")");
            case 3 -> from(a.type().element(), "java.util.Arrays.stream(" + a.name() + ", " + a.name() + ".length / 3, " + a.name() + ".length)");
            default -> from(a.type().element(), "java.util.Arrays.stream(" + a.name() + ")");
        }
    }

    private void from(JType type, String source) {
        element = type;
        parts.add(source);
    }

    /** {@code v -> ...}, of numbers that the stage gets. */
    private Node function(JType result, String... parameters) {
        List<Variable> outside = new ArrayList<>(c.scope);
        c.scope.clear();
        c.scope.addAll(captured);
        for (String p : parameters) {
            c.scope.add(new Variable(p, element, false, List.of()));
        }
        Node body = result.equals(JType.BOOLEAN) ? expr.of(result, 2) : Expressions.cast(result, expr.of(result, 2));
        c.scope.clear();
        c.scope.addAll(outside);
        return Node.stmt("(" + String.join(", ", parameters) + ") -> ", body);
    }

    private void call(String name, JType result) {
        parts.add("." + name + "(");
        parts.add(function(result, c.name("v")));
        parts.add(")");
    }

    private void stage() {
        switch (c.below(12)) {
            case 0, 1, 2 -> call("map", element);
            case 3, 4 -> call("filter", JType.BOOLEAN);
            case 5, 6 -> to(c.pick(List.of(JType.INT, JType.LONG, JType.DOUBLE).stream().filter(t -> !t.equals(element)).toList()));
            case 7 -> parts.add(c.pick(".limit(", ".skip(") + c.pick("0", "1", "5", "40") + ")");
            case 8 -> call(c.pick("takeWhile", "dropWhile"), JType.BOOLEAN);
            case 9 -> parts.add(c.pick(".sorted()", ".sequential()"));
            case 10 -> flatten();
            default -> parts.add(c.pick(".boxed().map(w -> w).mapTo", ".mapToObj(w -> w).mapTo") + stream(element).substring(STREAMS.length()).replace("Stream", "") + "(w -> w)");
        }
    }

    private void to(JType other) {
        call("mapTo" + stream(other).substring(STREAMS.length()).replace("Stream", ""), other);
        element = other;
    }

    private void flatten() {
        String v = c.name("v");
        String w = c.name("w");
        String inner = STREAMS + "IntStream.range(0, (int) " + v + " & 3)";
        parts.add(".flatMap(" + v + " -> " + (element.equals(JType.INT) ? inner + ".map(" + w + " -> " + w + " + " + v + "))"
            : inner + ".mapTo" + (element.equals(JType.LONG) ? "Long" : "Double") + "(" + w + " -> " + w + " * " + v + "))"));
    }

    private Node end() {
        List<Object> all = new ArrayList<>();
        String x = c.name("x");
        int kind = c.below(12);
        if (kind < 4 && c.once(4)) {
            parts.add(".parallel()");
        }
        switch (kind) {
            case 0 -> value(all, x, element.equals(JType.DOUBLE) ? "double" : "long", ".sum()");
            case 1 -> value(all, x, "double", ".average().orElse(-1)");
            case 2 -> value(all, x, element.toString(), c.pick(".max()", ".min()", ".findFirst()") + ".orElse(7)");
            case 3 -> value(all, x, "long", ".count()");
            case 4 -> {
                call(c.pick("anyMatch", "allMatch", "noneMatch"), JType.BOOLEAN);
                all.add("if (");
                all.addAll(parts);
                all.add(") out += 5;\n");
            }
            case 5, 6 -> {
                parts.add(".reduce(" + c.pick("1", "0", "-2") + ", ");
                parts.add(function(element, c.name("v"), c.name("w")));
                value(all, x, element.toString(), ")");
            }
            case 8 -> {
                String v = c.name("v");
                String w = c.name("w");
                String best = c.pick(".min(java.util.Comparator.comparingDouble(" + w + " -> " + w + ".b()))", ".max((" + v + ", " + w + ") -> Integer.compare(" + v + ".a(), " + w + ".a()))",
                    ".reduce((" + v + ", " + w + ") -> new Pair(" + v + ".a() + " + w + ".a(), " + w + ".b()))", ".findFirst()");
                parts.add(".mapToObj(" + v + " -> new Pair((int) " + v + ", " + v + " * 0.5))" + best + ".orElse(new Pair(3, 4)).mix()");
                value(all, x, "int", "");
            }
            case 7 -> value(all, x, "double", ".summaryStatistics()" + c.pick(".getAverage()", ".getSum()", ".getMax()", ".getMin()"));
            default -> {
                String e = c.name("e");
                all.add("for (" + element + " " + e + " : ");
                all.addAll(parts);
                all.add(".toArray()) {\n" + hash(e, element.toString()) + "}\n");
            }
        }
        return Node.stmt(all.toArray());
    }

    private void value(List<Object> all, String x, String type, String end) {
        all.add("final " + type + " " + x + " = ");
        all.addAll(parts);
        all.add(end + ";\n" + hash(x, type));
    }

    private static String hash(String x, String type) {
        return "out = out * 31 + " + (type.equals("double") ? "Double.doubleToLongBits(" + x + ")" : x) + ";\n";
    }
}
