// Loops that are not plain counts: odd steps, bounds that wrap or move, small counters, several exits, and short classics.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.List;

/** Loops of one method over one flat array. */
final class LoopIdioms {
    private final Context c;
    private final Expressions expr;
    private final String i;
    private final String j;

    LoopIdioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
        this.i = c.name("i");
        this.j = c.name("j");
    }

    Node any(List<Variable> flat) {
        Variable a = c.pick(flat);
        return switch (c.below(16)) {
            case 0, 1 -> odd(a);
            case 2 -> small(a);
            case 3 -> ends(a);
            case 4 -> exits(a);
            case 5 -> moved(a);
            case 6 -> pairs(a);
            case 7 -> sorted(a);
            case 8 -> each(a);
            case 9 -> pingPong(a, like(flat, a));
            case 10 -> local(a);
            case 11 -> chosen(a, like(flat, a));
            case 12 -> ordered(a);
            case 13 -> listed(a, like(flat, a));
            case 14 -> drawn(a);
            default -> offset(a, like(flat, a));
        };
    }

    private Variable like(List<Variable> flat, Variable a) {
        return c.pick(flat.stream().filter(v -> v.extents().equals(a.extents())).toList());
    }

    private static JType element(Variable a) {
        return a.type().element();
    }

    private Node cast(JType t) {
        return Expressions.cast(t, expr.of(t, 3));
    }

    private Node store(Variable a, Object at, String op) {
        return Node.stmt(a.name() + "[", at, "]" + op, cast(element(a)), ";\n");
    }

    private String n(Variable a) {
        return a.name() + ".length";
    }

    /** Counts that wrap around, multiply, divide, or ask whether they are still behind their start. */
    private Node odd(Variable a) {
        c.scope.add(new Variable(i, JType.INT, false, List.of()));
        String header = c.pick(
                "for (int " + i + " = Integer.MAX_VALUE - 7; " + i + " > 0; " + i + "++) {\n",
                "for (int " + i + " = Integer.MIN_VALUE + 5; " + i + " < 0; " + i + "--) {\n",
                "for (int " + i + " = " + n(a) + "; " + i + " != 0; " + i + "--) {\n",
                "for (int " + i + " = 0; " + i + " != " + n(a) + "; " + i + "++) {\n",
                "for (int " + i + " = 1; " + i + " < " + n(a) + "; " + i + " *= 2) {\n",
                "for (int " + i + " = 1; " + i + " <= " + n(a) + "; " + i + " <<= 1) {\n",
                "for (int " + i + " = " + n(a) + "; " + i + " > 0; " + i + " /= 2) {\n",
                "for (int " + i + " = " + n(a) + "; " + i + " > 0; " + i + " >>= 1) {\n",
                "for (int " + i + " = 1, " + i + "b = 1; " + i + " < " + n(a) + "; " + i + " = " + i + " + " + i + "b, " + i + "b++) {\n",
                "for (int " + i + " = " + n(a) + " - 1; " + i + " > -1; " + i + " -= " + c.pick("2", "3", "7") + ") {\n",
                "for (int " + i + " = -" + n(a) + "; " + i + " < " + n(a) + "; " + i + " += " + c.pick("4", "5") + ") {\n",
                "for (int " + i + " = (int) (" + n(a) + " * 1.5); " + i + " >= 3; " + i + " = " + i + " * 2 / 3) {\n",
                "for (int " + i + " = " + n(a) + " / 3, " + i + "b = " + i + "; " + i + " < " + n(a) + " && " + i + " >= " + i + "b; " + i + "++) {\n",
                "for (int " + i + " = " + n(a) + " - 1; " + i + " >= 2 && " + i + " < " + n(a) + "; " + i + " -= " + c.pick("1", "2") + ") {\n",
                "for (long " + i + "l = " + n(a) + " - 5L; " + i + "l < " + n(a) + "; " + i + "l++) {\nint " + i + " = (int) " + i + "l;\n");
        return Node.stmt(header, store(a, expr.index(a.name(), a.length()), element(a).isNumeric() ? " += " : " = "), "}\n");
    }

    /** A counter narrower than int, or one that is not an integer. */
    private Node small(Variable a) {
        JType t = c.pick(JType.BYTE, JType.SHORT, JType.CHAR, JType.FLOAT, JType.DOUBLE, JType.LONG);
        String step = t.prim().isFloat() ? c.pick("0.5f", "0.25f", "1") : c.pick("1", "2", "3");
        String to = c.once(2) ? "Math.min(" + n(a) + ", 30)" : "12";
        c.scope.add(new Variable(i, t, false, List.of()));
        return Node.stmt("for (" + t + " " + i + " = " + (t.equals(JType.CHAR) ? "1" : "-2") + "; " + i + " < " + to + "; " + i + " += " + step + ") {\n",
                store(a, c.once(3) ? "(" + i + " < 0 ? 0 : (int) " + i + ") % " + n(a) : expr.index(a.name(), a.length()), " = "), "}\n");
    }

    /** Elements that numbers by lot choose, and a real that begins anew. */
    private Node drawn(Variable a) {
        String s = c.name("s");
        String v = c.name("v");
        String k = c.name("k");
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        String draw = s + " = " + s + c.pick(" * 1103515245 + 12345", " * 69069 + 1", " * 33 + 7 & 0xffff", " * 5 + 1 & 0x7fffffff") + ";\n";
        String anew = v + " = 0.9 * " + v + " + (" + s + " >> 20) * 0.01;\nif (" + v + c.pick(" > 3", " < -2 || " + v + " > 5", " >= 1 && " + k + " < 9") + ") {\n" + v + " = " + c.pick("0", "-1", v + " * 0.5") + ";\n" + k + "++;\n";
        return Node.stmt("{\nint " + s + " = " + c.pick("1", "12345", n(a)) + ", " + k + " = 0;\ndouble " + v + " = 0;\nfor (int " + i + " = 0; " + i + " < " + n(a) + "; " + i + "++) {\n" + draw,
                a.name() + "[" + place(a, s) + "] = " + a.name() + "[" + place(a, s) + "];\n", c.once(2) ? draw : "", c.once(2) ? store(a, place(a, s), " = ") : "", anew, store(a, k + " % " + n(a), " = "), "}\n}\n}\n");
    }

    private String place(Variable a, String drawn) {
        return c.pick("(" + drawn + " >>> 8) % N", "((" + drawn + " >>> 1) % N + N - 1) % N", "((" + drawn + " & 0x7fffffff) % N + 1) % N", "Math.floorMod(" + drawn + ", N)").replace("N", n(a));
    }

    /** From both ends, as when an array is turned round. */
    private Node ends(Variable a) {
        String t = c.name("t");
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(j, JType.INT, false, a.extents()));
        String header = c.pick("for (int " + i + " = 0, " + j + " = " + n(a) + " - 1; " + i + " < " + j + "; " + i + "++, " + j + "--) {\n",
                "int " + j + " = " + n(a) + " - 1;\nfor (int " + i + " = 0; " + i + " < " + n(a) + " / 2; " + i + "++, " + j + "--) {\n");
        return Node.stmt("{\n", header, element(a) + " " + t + " = " + a.name() + "[" + i + "];\n" + a.name() + "[" + i + "] = " + a.name() + "[" + j + "];\n",
                c.once(3) ? store(a, j, " = ") : a.name() + "[" + j + "] = " + t + ";\n", "}\n}\n");
    }

    /** Nested loops that are left by break, continue and return from the inner one. */
    private Node exits(Variable a) {
        c.weight *= 8;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(j, JType.INT, false, List.of()));
        String label = c.name("L");
        Node leave = switch (c.below(4)) {
            case 0 -> Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") return ", expr.result(), ";\n");
            case 1 -> Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") break " + label + ";\n");
            case 2 -> Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") continue " + label + ";\n");
            default -> Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") throw new IllegalStateException(\"in the middle\");\n");
        };
        String inner = c.pick("for (int " + j + " = 0; " + j + " < 5; " + j + "++) {\n", "int " + j + " = 0;\nwhile (true) {\nif (++" + j + " > 6) break;\n",
                "int " + j + " = 8;\ndo {\n");
        return Node.stmt(label + ": for (int " + i + " = 0; ; " + i + "++) {\nif (" + i + " >= " + n(a) + ") break;\n", inner, leave, store(a, i, " = "),
                inner.startsWith("int " + j + " = 8") ? "} while (--" + j + " > 3);\n" : "}\n", "}\n");
    }

    /** The counter or the bound moves inside. */
    private Node moved(Variable a) {
        String hi = c.name("hi");
        c.scope.add(new Variable(hi, JType.INT, false, List.of()));
        c.scope.add(new Variable(i, JType.INT, false, c.once(2) ? List.of() : a.extents()));
        Node when = expr.of(JType.BOOLEAN, 2);
        return Node.stmt("{\nint " + hi + " = " + n(a) + ";\nfor (int " + i + " = 0; " + i + " < " + hi + "; " + i + "++) {\n",
                store(a, c.once(2) ? i : expr.index(a.name(), a.length()), " = "), Node.stmt("if (", when, ") ", c.pick(i + "++;\n", hi + "--;\n", i + " += 2;\n", hi + " -= " + i + ";\n")), "}\n}\n");
    }

    /** All pairs below the diagonal. */
    private Node pairs(Variable a) {
        c.weight *= 8;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(j, JType.INT, false, a.extents()));
        String inner = c.pick("for (int " + j + " = 0; " + j + " < " + i + "; " + j + "++) {\n", "for (int " + j + " = " + i + " + 1; " + j + " < " + n(a) + "; " + j + "++) {\n",
                "for (int " + j + " = " + i + "; " + j + " >= 0; " + j + "--) {\n");
        JType t = element(a);
        String s = c.name("s");
        c.scope.add(new Variable(s, t, true, List.of()));
        return Node.stmt("for (int " + i + " = 0; " + i + " < " + n(a) + "; " + i + "++) {\n" + t + " " + s + " = ", Literals.of(c, t), ";\n", inner, s + (t.isNumeric() ? " += " : " ^= "), cast(t),
                ";\n}\n" + a.name() + "[" + i + "] = " + s + ";\n}\n");
    }

    /** Sorting and searching. */
    private Node sorted(Variable a) {
        String t = c.name("t");
        JType e = element(a);
        if (!e.isNumeric()) {
            return each(a);
        }
        String x = a.name();
        return Node.stmt(c.pick(
                "for (int " + i + " = 1; " + i + " < " + n(a) + "; " + i + "++) {\n" + e + " " + t + " = " + x + "[" + i + "];\nint " + j + " = " + i + " - 1;\nwhile (" + j + " >= 0 && " + x
                        + "[" + j + "] > " + t + ") {\n" + x + "[" + j + " + 1] = " + x + "[" + j + "];\n" + j + "--;\n}\n" + x + "[" + j + " + 1] = " + t + ";\n}\n",
                "for (int " + i + " = 0; " + i + " < " + n(a) + "; " + i + "++) {\nfor (int " + j + " = 1; " + j + " < " + n(a) + " - " + i + "; " + j + "++) {\nif (" + x + "[" + j + " - 1] > " + x
                        + "[" + j + "]) {\n" + e + " " + t + " = " + x + "[" + j + "];\n" + x + "[" + j + "] = " + x + "[" + j + " - 1];\n" + x + "[" + j + " - 1] = " + t + ";\n}\n}\n}\n",
                "{\nint " + i + " = 0;\nint " + j + " = " + n(a) + ";\nwhile (" + i + " < " + j + ") {\nint " + t + " = (" + i + " + " + j + ") >>> 1;\nif (" + x + "[" + t + "] < 3) " + i + " = " + t
                        + " + 1; else " + j + " = " + t + ";\n}\nout += " + i + ";\n}\n",
                "{\nint " + i + " = " + n(a) + " * 7 + 12;\nint " + j + " = " + n(a) + " + 4;\nwhile (" + j + " != 0) {\nint " + t + " = " + i + " % " + j + ";\n" + i + " = " + j + ";\n" + j + " = " + t
                        + ";\n}\nout ^= " + i + ";\n}\n"));
    }

    private Node each(Variable a) {
        String s = c.name("s");
        JType e = element(a);
        c.scope.add(new Variable(i, e, true, List.of()));
        c.scope.add(new Variable(s, JType.LONG, true, List.of()));
        return Node.stmt("{\nlong " + s + " = 0;\nfor (" + e + " " + i + " : " + a.name() + ") {\n", Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") continue;\n"), s + " = " + s + " * 31 + ",
                cast(JType.LONG), ";\n}\nout += " + s + ";\n}\n");
    }

    /** Sweeps between two arrays that change places. */
    private Node pingPong(Variable a, Variable b) {
        if (!a.writable() || !b.writable() || !a.type().equals(b.type()) || a == b) {
            return each(a);
        }
        String t = c.name("t");
        c.weight *= 4;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        return Node.stmt("for (int " + j + " = 0; " + j + " < 3; " + j + "++) {\nfor (int " + i + " = 0; " + i + " < " + n(a) + "; " + i + "++) {\n" + b.name() + "[" + i + "] = ", cast(element(b)),
                ";\n}\n" + a.type() + " " + t + " = " + a.name() + ";\n" + a.name() + " = " + b.name() + ";\n" + b.name() + " = " + t + ";\n}\n");
    }

    /** A small array of each iteration's own. */
    private Node local(Variable a) {
        String t = c.name("w");
        JType e = c.pick(element(a), JType.INT, JType.DOUBLE);
        c.weight *= 4;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(t, e.array(), false, List.of("4")));
        c.scope.add(new Variable(j, JType.INT, false, List.of("4")));
        Node body = Node.stmt("for (int " + j + " = 0; " + j + " < 4; " + j + "++) {\n" + t + "[" + j + "] = ", cast(e), ";\n}\n");
        return Node.stmt("for (int " + i + " = 0; " + i + " < " + n(a) + "; " + i + "++) {\n" + e.array() + " " + t + " = new " + e + "[4];\n", body, "final int " + j + " = 3;\n",
                store(a, i, " = "), "}\n");
    }

    /** For each element a place that a loop inside chooses, or finds, at which something is stored or added. */
    private Node chosen(Variable a, Variable b) {
        String at = c.name("at");
        c.weight *= 8;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(at, JType.INT, false, a.extents()));
        c.scope.add(new Variable(j, JType.INT, false, a.extents()));
        Node when = expr.of(JType.BOOLEAN, 3);
        Node search = Node.stmt("int " + at + " = " + c.pick("0", "0", n(a) + " - 1", i) + ";\nfor (int " + j + " = " + c.pick("0", "1") + "; " + j + " < " + n(b) + "; " + j + "++) {\nif (", when,
                ") {\n" + at + " = " + j + ";\n" + c.pick("", "break;\n") + "}\n}\n");
        return Node.stmt("for (int " + i + " = 0; " + i + " < " + n(a) + "; " + i + "++) {\n", search, "int " + j + " = " + at + ";\n", store(a, at, element(a).isNumeric() ? c.pick(" += ", " = ") : " = "), "}\n");
    }

    /** The elements, or some of them, in order, in an array of their own. */
    private Node ordered(Variable a) {
        JType e = element(a);
        if (!e.isNumeric()) {
            return each(a);
        }
        String t = c.name("t");
        return Node.stmt("{\n" + e.array() + " " + t + " = " + c.pick(a.name() + ".clone()", "java.util.Arrays.copyOf(" + a.name() + ", " + n(a) + " / 2 + 9)") + ";\njava.util.Arrays.sort(" + t + ");\nfor (int " + i + " = 0; " + i + " < "
                + t + ".length; " + i + "++) {\nout = out * 31 + (long) " + t + "[" + i + "];\n}\n}\n");
    }

    /** Rows, as parts of an array, that another one lists: each is added to or overwritten, or summed and the sum kept; some are not there. */
    private Node listed(Variable a, Variable b) {
        if (!element(a).isNumeric() || !element(b).isNumeric()) {
            return each(a);
        }
        String w = c.pick("2", "3", "5", "K");
        String at = c.name("at");
        String s = c.name("s");
        String row = c.pick("Math.floorMod((int) " + b.name() + "[" + i + "], Math.max(1, " + n(a) + " / " + w + "))", "Math.floorMod((int) " + b.name() + "[" + i + "], Math.max(1, " + n(a) + " / " + w + "))", "(int) " + b.name() + "[" + i + "]");
        boolean first = c.once(2);
        c.weight *= 4;
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        c.scope.add(new Variable(j, JType.INT, false, List.of(w)));
        String place = "(" + (first ? at : row) + ") * " + w + " + " + j;
        Node each = c.once(3) ? Node.stmt(s + " += (" + element(a) + ") (", cast(element(a)), " * " + a.name() + "[" + place + "]);\n") : store(a, place, c.pick(" += ", " -= ", " = "));
        return Node.stmt("for (int " + i + " = 0; " + i + " < " + n(b) + " / " + w + "; " + i + "++) {\n" + (first ? "int " + at + " = " + row + ";\n" : "") + element(a) + " " + s + " = 0;\n",
                "for (int " + j + " = 0; " + j + " < " + w + "; " + j + "++) {\n", each, "}\n", c.pick("", a.name() + "[" + i + "] += " + s + ";\n", "out += (long) " + s + ";\n"), "}\n");
    }

    /** Shifted copies within one array, or between two. */
    private Node offset(Variable a, Variable b) {
        String k = c.pick("1", "2", "3", "K", "4");
        c.scope.add(new Variable(i, JType.INT, false, a.extents()));
        return Node.stmt(c.pick("for (int " + i + " = 0; " + i + " + " + k + " < " + n(a) + "; " + i + "++) {\n", "for (int " + i + " = " + n(a) + " - 1 - " + k + "; " + i + " >= 0; " + i + "--) {\n"),
                c.once(2) ? Node.stmt(a.name() + "[" + i + " + " + k + "] = (" + element(a) + ") (" + b.name() + "[" + i + "]" + (element(b).isNumeric() ? " + 1" : "") + ");\n")
                        : Node.stmt(a.name() + "[" + i + "] = (" + element(a) + ") (" + b.name() + "[" + i + " + " + k + "]);\n"), "}\n");
    }
}
