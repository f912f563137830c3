// Loops over arrays as programmers write them, with random expressions inside: what raising and lanes look for, and near misses.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Array loops of one method. */
final class Idioms {
    private final Context c;
    private final Expressions expr;
    private final ObjectIdioms objects;
    private final RowIdioms rows;
    private final StreamIdioms streams;

    Idioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
        this.objects = new ObjectIdioms(c, expr);
        this.rows = new RowIdioms(c, expr);
        this.streams = new StreamIdioms(c, expr);
    }

    /** Some loop; {@code block} makes a nested block of at most the given depth. */
    Node any(int depth, IntFunction<Node> block) {
        List<Variable> flat = c.arrays(t -> t.rank() == 1 && t.prim() != JType.Prim.BOOLEAN);
        List<Variable> grids = c.arrays(t -> t.rank() > 1);
        if (flat.isEmpty()) {
            JType t = c.pick(JType.INT, JType.DOUBLE, JType.LONG, JType.FLOAT, JType.BYTE).array();
            Node value = expr.fresh(t, List.of(Context.N));
            return Node.stmt(t + " " + c.declare("a", t, List.of(Context.N)).name() + " = ", value, ";\n");
        }
        long outer = c.weight;
        int mark = c.scope.size();
        c.weight = outer * 30;
        Node loop = c.weight > Methods.BUDGET / 20 ? search(flat) : switch (c.below(grids.isEmpty() ? 20 : 26)) {
            case 0, 1 -> elementwise(flat);
            case 2 -> fold(flat);
            case 3 -> prefix(flat);
            case 4 -> histogram(flat);
            case 5 -> stencil(flat);
            case 6 -> gather(flat);
            case 7 -> search(flat);
            case 8 -> divergent(flat);
            case 9 -> nested(flat);
            case 10 -> conditional(flat, depth, block);
            case 11, 12, 13 -> objects.any();
            case 14, 15, 16, 17 -> new LoopIdioms(c, expr).any(flat);
            case 18 -> rows.any();
            case 19 -> streams.any(flat);
            default -> new GridIdioms(c, expr).any(grids);
        };
        c.weight = outer;
        while (c.scope.size() > mark) {
            c.scope.remove(c.scope.size() - 1);
        }
        return loop;
    }

    /** for (int i = 0; i < a.length; i++), with i in scope as an index of every flat array. */
    private String header(Variable a, int from, int cut) {
        String i = c.name("i");
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        return "for (int " + i + " = " + from + "; " + i + " < " + a.name() + ".length" + (cut == 0 ? "" : " - " + cut) + "; " + i + "++) {\n";
    }

    private String counter() {
        return c.scope.get(c.scope.size() - 1).name();
    }

    private Node cast(JType t) {
        return Expressions.cast(t, expr.of(t));
    }

    /** Another array of the same length, mostly. */
    private Variable like(List<Variable> flat, Variable a) {
        return c.once(50) ? c.pick(flat) : c.pick(flat.stream().filter(v -> v.extents().equals(a.extents())).toList());
    }

    private Node elementwise(List<Variable> flat) {
        Variable a = c.pick(flat);
        String head = header(a, 0, 0);
        String i = counter();
        List<Object> parts = new ArrayList<>(List.of(head));
        for (int k = 0; k < 1 + c.below(3); k++) {
            Variable to = k == 0 ? a : like(flat, a);
            String op = c.once(4) ? c.pick(" += ", " -= ", " *= ") : " = ";
            parts.add(Node.stmt(to.name() + "[" + i + "]" + op, cast(to.type().element()), ";\n"));
        }
        parts.add("}\n");
        return Node.stmt(parts.toArray());
    }

    private Node fold(List<Variable> flat) {
        Variable a = c.pick(flat);
        JType t = c.pick(JType.INT, JType.LONG, JType.DOUBLE, JType.FLOAT, JType.INT);
        String s = c.name("s");
        Node init = Expressions.cast(t, Literals.of(c, t));
        String head = header(a, c.once(4) ? 1 : 0, 0);
        Node term = Expressions.cast(t, expr.of(t, 3));
        Object update = switch (c.below(t.prim().isFloat() ? 4 : 6)) {
            case 0 -> Node.other(List.of(s + " = Math.max(" + s + ", ", term, ");\n"));
            case 1 -> Node.other(List.of("if (" + s + " > (", term, ")) " + s + " = " + a.name() + "[" + counter() + "] > 0 ? (" + t + ") 3 : (" + t + ") 4;\n"));
            case 2 -> Node.other(List.of(s + " += ", term, ";\n"));
            case 3 -> Node.other(List.of("if (", expr.of(JType.BOOLEAN, 2), ") " + s + " -= ", term, ";\n"));
            case 4 -> Node.other(List.of(s + " = " + s + " * 31 + ", term, ";\n"));
            default -> Node.other(List.of(s + c.pick(" ^= ", " |= ", " &= ", " *= "), term, ";\n"));
        };
        return Node.stmt(t + " " + s + " = ", init, ";\n", head, update, "}\n", sink(t, s));
    }

    /** Makes a local of this idiom matter: it goes into a variable of the method or into an array. */
    private Node sink(JType t, String name) {
        List<Variable> mine = c.variables(v -> v.writable() && v.type().equals(t));
        if (!mine.isEmpty()) {
            return Node.stmt(c.pick(mine).name() + " = " + name + ";\n");
        }
        List<Variable> arrays = c.arrays(a -> a.equals(t.array()));
        return arrays.isEmpty() ? Node.stmt("out ^= Double.doubleToLongBits((double) " + name + ");\n")
                : Node.stmt("if (" + arrays.get(0).name() + ".length > 0) " + arrays.get(0).name() + "[0] = " + name + ";\n");
    }

    private Node prefix(List<Variable> flat) {
        Variable a = c.pick(flat);
        JType t = a.type().element();
        String s = c.name("s");
        String head = header(a, 0, 0);
        String i = counter();
        if (c.once(2)) {
            return Node.stmt(head, "if (" + i + " > 0) " + a.name() + "[" + i + "] += " + a.name() + "[" + i + " - 1];\n}\n");
        }
        return Node.stmt(t + " " + s + " = (" + t + ") 1;\n", head, s + c.pick(" += ", " *= ", " += "), cast(t), ";\n" + a.name() + "[" + i + "] = " + s + ";\n}\n");
    }

    private Node histogram(List<Variable> flat) {
        Variable data = c.pick(flat);
        Variable bins = c.pick(flat);
        String head = header(data, 0, 0);
        Node at = !c.once(5) ? Node.expr(JType.INT, "(", expr.of(JType.INT, 2), " & 0x7fffffff) % " + bins.name() + ".length")
                : Node.expr(JType.INT, "(int) " + data.name() + "[" + counter() + "] & " + c.pick("1", "3", "7"));
        String op = c.pick("++;\n", " += ");
        return op.startsWith("+") ? Node.stmt(head, bins.name() + "[", at, "]" + op, "}\n")
                : Node.stmt(head, bins.name() + "[", at, "]" + op, cast(bins.type().element()), ";\n}\n");
    }

    private Node stencil(List<Variable> flat) {
        Variable from = c.pick(flat);
        Variable to = like(flat, from);
        JType t = to.type().element();
        String head = header(from, 1, 1);
        String i = counter();
        String f = from.name();
        return Node.stmt(head, to.name() + "[" + i + "] = (" + t + ") (" + f + "[" + i + " - 1] + " + f + "[" + i + "] * 2 + " + f + "[" + i + " + 1] - ", cast(t), ");\n}\n");
    }

    private Node gather(List<Variable> flat) {
        Variable a = c.pick(flat);
        Variable b = c.pick(flat);
        String head = header(a, 0, 0);
        String i = counter();
        String index = switch (c.below(4)) {
            case 0 -> b.name() + ".length - 1 - " + i;
            case 1 -> "(" + i + " * 7 + 3) % " + b.name() + ".length";
            case 2 -> i + " / 2";
            default -> "((int) " + a.name() + "[" + i + "] & 0xff) % " + b.name() + ".length";
        };
        JType t = a.type().element();
        return c.once(2) ? Node.stmt(head, a.name() + "[" + i + "] = (" + t + ") " + b.name() + "[" + index + "];\n}\n")
                : Node.stmt(head, b.name() + "[" + index + "] = ", cast(b.type().element()), ";\n}\n");
    }

    private Node search(List<Variable> flat) {
        Variable a = c.pick(flat);
        String found = c.name("s");
        String head = header(a, 0, 0);
        String i = counter();
        Node test = c.once(2) ? Node.expr(JType.BOOLEAN, a.name() + "[" + i + "] == ", cast(a.type().element())) : expr.of(JType.BOOLEAN, 2);
        return Node.stmt("int " + found + " = -1;\n", head, "if (", test, ") { " + found + " = " + i + "; break; }\n}\n", sink(JType.INT, found));
    }

    /** A while loop of a data-dependent length inside a parallel loop, as in the Mandelbrot set. */
    private Node divergent(List<Variable> flat) {
        Variable a = c.pick(flat);
        String head = header(a, 0, 0);
        JType t = c.pick(JType.INT, JType.DOUBLE, JType.LONG, JType.FLOAT);
        String n = c.name("n");
        String x = c.name("x");
        Node start = cast(t);
        c.scope.add(new Variable(x, t, true, List.of()));
        c.weight *= 4;
        Node step = c.once(4) ? Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") break;\n") : Node.stmt(x + " = ", cast(t), ";\n");
        return Node.stmt(head, "int " + n + " = 0;\n" + t + " " + x + " = ", start, ";\nwhile (" + n + " < " + c.pick("5", "12") + " && ",
                expr.of(JType.BOOLEAN, 2), ") {\n", step, n + "++;\n}\n" + a.name() + "[" + c.scope.get(c.scope.size() - 2).name() + "] = ("
                + a.type().element() + ") (" + x + " + " + n + ");\n}\n");
    }

    /** Two loops over flat arrays: rows of a small matrix, or all pairs. */
    private Node nested(List<Variable> flat) {
        Variable a = c.pick(flat);
        Variable b = like(flat, a);
        JType t = a.type().element();
        String w = c.pick("2", "3", "4");
        String i = c.name("i");
        String j = c.name("j");
        c.weight *= 4;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(j, JType.INT, false, List.of()));
        String loops = "for (int " + i + " = 0; " + i + " < " + a.name() + ".length / " + w + "; " + i + "++) {\n";
        String inner = "for (int " + j + " = 0; " + j + " < " + w + "; " + j + "++) {\n";
        String at = "[" + i + " * " + w + " + " + j + "]";
        if (c.once(2)) {
            return Node.stmt(loops, inner, a.name() + at + c.pick(" = ", " += "), cast(t), ";\n}\n}\n");
        }
        String s = c.name("s");
        c.scope.add(new Variable(s, t, true, List.of()));
        return Node.stmt(loops, t + " " + s + " = 0;\n", inner, s + " += ", cast(t), ";\n}\n",
                b.name() + "[" + i + "] = (" + b.type().element() + ") " + s + ";\n}\n");
    }

    private Node conditional(List<Variable> flat, int depth, IntFunction<Node> block) {
        Variable a = c.pick(flat);
        String head = header(a, 0, 0);
        String i = counter();
        if (depth > 1 && c.weight < 200) {
            return Node.stmt(head, block.apply(depth - 2), "}\n");
        }
        return Node.stmt(head, "if (", expr.of(JType.BOOLEAN, 3), ") {\n", Node.stmt(a.name() + "[" + i + "] = ", cast(a.type().element()), ";\n"),
                "} else {\n", Node.stmt(a.name() + "[" + i + "] -= 1;\n"), "}\n}\n");
    }
}
