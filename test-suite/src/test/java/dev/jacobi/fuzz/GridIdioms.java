// Loops over arrays of arrays as programmers write them: maps, rows, columns, products, eliminations, exchanges of rows.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.List;

/** Loops over arrays of arrays of one method. Names in the sources: g, h, f are grids; i, j, k counters. */
final class GridIdioms {
    private final Context c;
    private final Expressions expr;
    private final String i;
    private final String j;
    private final String k;

    GridIdioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
        this.i = c.name("i");
        this.j = c.name("j");
        this.k = c.name("k");
    }

    /** Some loop over some of the arrays. */
    Node any(List<Variable> all) {
        List<Variable> grids = all.stream().filter(g -> g.type().rank() == 2).toList();
        if (grids.isEmpty() || all.size() > grids.size() && c.once(4)) {
            return cube(c.pick(all.stream().filter(g -> g.type().rank() == 3).toList()));
        }
        Variable g = c.pick(grids);
        if (g.type().prim() == JType.Prim.BOOLEAN) {
            return c.once(3) ? exchange(g) : map(g);
        }
        return switch (c.below(13)) {
            case 0, 1 -> map(g);
            case 2 -> rows(g);
            case 3 -> columns(g);
            case 4 -> product(g, like(grids, g), like(grids, g));
            case 5 -> triangle(g);
            case 6 -> transpose(g);
            case 7, 8 -> exchange(g);
            case 9 -> allPairs(g);
            case 10 -> eliminate(g);
            case 11 -> table(g);
            default -> stencil(g, like(grids, g));
        };
    }

    private Variable like(List<Variable> grids, Variable g) {
        return c.pick(grids.stream().filter(h -> h.extents().equals(g.extents()) && h.type().prim() != JType.Prim.BOOLEAN).toList());
    }

    private static JType element(Variable g) {
        return JType.of(g.type().prim());
    }

    private Node cast(JType t) {
        return Expressions.cast(t, expr.of(t, 3));
    }

    private void counters(Variable g) {
        c.scope.add(new Variable(i, JType.INT, false, List.of(g.length())));
        c.scope.add(new Variable(j, JType.INT, false, List.of(g.extents().get(1))));
    }

    private String over(String counter, String from, String to) {
        return "for (int " + counter + " = " + from + "; " + counter + " < " + to + "; " + counter + "++) {\n";
    }

    private static String square(Variable g) {
        return "Math.min(" + g.name() + ".length, " + g.name() + "[0].length)";
    }

    /** A statement that only runs when there is a first row. */
    private static Node guarded(Variable g, Object... parts) {
        return Node.stmt("if (" + g.name() + ".length > 0) {\n", Node.other(List.of(parts)), "}\n");
    }

    private Node map(Variable g) {
        c.weight *= 6;
        counters(g);
        JType t = element(g);
        return Node.stmt(over(i, "0", g.name() + ".length"), over(j, "0", g.name() + "[" + c.pick("0", i, i) + "].length"),
                g.name() + "[" + i + "][" + j + "] = ", Expressions.cast(t, expr.of(t)), ";\n}\n}\n");
    }

    /** A row taken as an array of its own. */
    private Node rows(Variable g) {
        String row = c.name("r");
        JType t = element(g);
        c.weight *= 6;
        counters(g);
        c.scope.add(new Variable(row, t.array(), false, List.of(g.extents().get(1))));
        return Node.stmt("for (int " + i + " = 0; " + i + " < " + g.name() + ".length; " + i + "++) {\n" + t.array() + " " + row + " = " + g.name()
                + "[" + i + "];\nfor (int " + j + " = 0; " + j + " < " + row + ".length; " + j + "++) {\n", row + "[" + j + "] = ", cast(t), ";\n}\n}\n");
    }

    private Node columns(Variable g) {
        JType t = element(g);
        String n = g.name();
        return Node.stmt("for (int " + j + " = 0; " + n + ".length > 0 && " + j + " < " + n + "[0].length; " + j + "++) {\n", over(i, "1", n + ".length"),
                n + "[" + i + "][" + j + "] " + c.pick("+= ", "-= ", "= (" + t + ") ") + n + "[" + i + " - 1][" + j + "];\n}\n}\n");
    }

    /** A matrix product in one of the orders of its loops. */
    private Node product(Variable g, Variable h, Variable f) {
        c.weight *= 20;
        JType t = element(g);
        String n = square(g);
        String rows = over(i, "0", n);
        String columns = over(j, "0", n);
        String inner = over(k, "0", n);
        String to = g.name() + "[" + i + "][" + j + "]";
        String a = h.name() + "[" + i + "][" + k + "]";
        String b = f.name() + "[" + k + "][" + j + "]";
        c.scope.add(new Variable(i, JType.INT, false, List.of()));
        c.scope.add(new Variable(j, JType.INT, false, List.of()));
        if (c.once(2)) {
            String s = c.name("s");
            return guarded(g, Node.stmt(rows, columns, t + " " + s + " = ", cast(t), ";\n", inner, s + " += " + a + " * " + b + ";\n}\n", to + c.pick(" = ", " += ") + s + ";\n}\n}\n"));
        }
        String step = to + " += " + a + " * " + b + ";\n";
        return guarded(g, Node.stmt(c.pick(rows + inner + columns, inner + rows + columns, columns + inner + rows), step, "}\n}\n}\n"));
    }

    private Node triangle(Variable g) {
        c.weight *= 6;
        counters(g);
        String n = square(g);
        String inner = c.pick(over(j, "0", i + " + 1"), over(j, i, n), over(j, i + " + 1", n));
        return guarded(g, Node.stmt(over(i, "0", n), inner, g.name() + "[" + i + "][" + j + "]" + c.pick(" = ", " += "), cast(element(g)), ";\n}\n}\n"));
    }

    private Node transpose(Variable g) {
        String t = c.name("t");
        String a = g.name() + "[" + i + "][" + j + "]";
        String b = g.name() + "[" + j + "][" + i + "]";
        return guarded(g, Node.stmt(over(i, "0", square(g)), over(j, i + " + 1", square(g)), element(g) + " " + t + " = " + a + ";\n" + a + " = " + b + ";\n" + b + " = " + t
                + ";\n}\n}\n"));
    }

    /** Rows change places, at once or step by step. */
    private Node exchange(Variable g) {
        String row = c.name("t");
        String n = g.name();
        boolean loop = c.once(2);
        c.scope.add(new Variable(i, JType.INT, false, loop ? List.of(g.length()) : List.of()));
        Object a = loop ? i : expr.index(n, g.length());
        Object b = loop && c.once(2) ? n + ".length - 1 - " + i : expr.index(n, g.length());
        String at = c.name("q");
        Node swap = Node.stmt("int " + at + " = ", b, ";\n" + element(g).array() + " " + row + " = " + n + "[", a, "];\n" + n + "[", a, "] = " + n + "[" + at + "];\n" + n
                + "[" + at + "] = " + row + ";\n");
        if (!loop) {
            return guarded(g, Node.other(List.of("final int " + i + " = 0;\n")), swap);
        }
        return c.once(2) ? Node.stmt(over(i, "0", n + ".length"), swap, "}\n")
                : Node.stmt(over(i, "0", n + ".length"), "if (", expr.of(JType.BOOLEAN, 2), ") {\n", swap, "}\n}\n");
    }

    /** All-pairs shortest paths: every row reads row k. */
    private Node allPairs(Variable g) {
        String n = g.name();
        String sum = n + "[" + i + "][" + k + "] + " + n + "[" + k + "][" + j + "]";
        String to = n + "[" + i + "][" + j + "]";
        String t = element(g).toString();
        return guarded(g, Node.stmt(over(k, "0", square(g)), over(i, "0", square(g)), over(j, "0", square(g)),
                c.pick("if (" + sum + " < " + to + ") " + to + " = (" + t + ") (" + sum + ");\n", to + " = (" + t + ") Math.min(" + to + ", " + sum + ");\n"), "}\n}\n}\n"));
    }

    private Node eliminate(Variable g) {
        String n = g.name();
        String f = c.name("f");
        String t = element(g).toString();
        String pivot = element(g).prim().isFloat() ? n + "[" + k + "][" + k + "]" : "(" + n + "[" + k + "][" + k + "] | 1)";
        return guarded(g, Node.stmt(over(k, "0", square(g)), over(i, k + " + 1", square(g)), t + " " + f + " = (" + t + ") (" + n + "[" + i + "][" + k + "] / " + pivot + ");\n",
                over(j, k, square(g)), n + "[" + i + "][" + j + "] -= " + f + " * " + n + "[" + k + "][" + j + "];\n}\n}\n}\n"));
    }

    /** Dynamic programming over a table. */
    private Node table(Variable g) {
        String n = g.name();
        String t = element(g).toString();
        counters(g);
        c.weight *= 6;
        return guarded(g, Node.stmt(over(i, "1", n + ".length"), over(j, "1", n + "[0].length"), n + "[" + i + "][" + j + "] = (" + t + ") (Math.min(" + n + "[" + i + " - 1][" + j
                + "], " + n + "[" + i + "][" + j + " - 1]) + ", c.once(2) ? n + "[" + i + " - 1][" + j + " - 1]" : cast(element(g)), ");\n}\n}\n"));
    }

    /** Sweeps between two grids that change places. */
    private Node stencil(Variable g, Variable h) {
        String n = g.name();
        String m = h.name();
        String t = element(h).toString();
        String sum = n + "[" + i + " - 1][" + j + "] + " + n + "[" + i + " + 1][" + j + "] + " + n + "[" + i + "][" + j + " - 1] + " + n + "[" + i + "][" + j + " + 1]";
        String swap = c.name("t");
        boolean exchanged = g.type().equals(h.type()) && g.writable() && h.writable() && c.once(2);
        return guarded(g, Node.stmt(over(k, "0", "3"), over(i, "1", n + ".length - 1"), over(j, "1", n + "[0].length - 1"), m + "[" + i + "][" + j + "] = (" + t + ") (("
                + sum + ") / 4);\n}\n}\n", exchanged ? Node.stmt(g.type() + " " + swap + " = " + n + ";\n" + n + " = " + m + ";\n" + m + " = " + swap + ";\n") : "", "}\n"));
    }

    private Node cube(Variable g) {
        c.weight *= 20;
        JType t = element(g);
        counters(g);
        c.scope.add(new Variable(k, JType.INT, false, List.of(g.extents().get(2))));
        String n = g.name();
        String[] deeper = {n + "[" + i + "].length", n + "[" + i + "][" + j + "].length"};
        return Node.stmt(over(i, "0", n + ".length"), over(j, "0", deeper[0]), over(k, "0", deeper[1]),
                n + "[" + i + "][" + j + "][" + k + "]" + (t.isNumeric() ? c.pick(" = ", " += ") : " = "), cast(t), ";\n}\n}\n}\n");
    }
}
