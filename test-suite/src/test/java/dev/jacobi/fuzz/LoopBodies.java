// What the loops of LoopPrograms do in a trip: elements near the counter read and written, counters, choices, exits, inner loops.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Statements over the arrays {@code p1} and {@code p2}, the indices {@code p3}, the scalars {@code s} and {@code t}, and the integers {@code k}, {@code at} and {@code w}; {@code n} elements are there. */
final class LoopBodies {
    private final Context c;
    private final JType t;
    private final Set<String> forms;
    private final List<String> locals = new ArrayList<>();
    private int names;
    private String i = "i";
    /** Whether the loop may end early. */
    private boolean exits;

    LoopBodies(Context c, JType t, Set<String> forms) {
        this.c = c;
        this.t = t;
        this.forms = forms;
    }

    /** A body for the counter; {@code exits}: with breaks. */
    Node body(String counter, boolean exits) {
        i = counter;
        this.exits = exits;
        locals.clear();
        return statements(1 + c.below(4), 2);
    }

    private Node statements(int count, int depth) {
        List<Object> parts = new ArrayList<>();
        int known = locals.size();
        for (int k = 0; k < count; k++) {
            parts.add(statement(depth));
        }
        while (depth < 2 && locals.size() > known) {
            locals.remove(locals.size() - 1);
        }
        return Node.other(parts);
    }

    private String array() {
        return c.pick("p1", "p1", "p2");
    }

    /** A place near the counter's, or one that data or another counter gives. */
    private Node place() {
        return Node.expr(JType.INT, c.pick(i, i, i, i, i + " + 1", i + " + 1", i + " - 1", i + " - 1", i + " + 2", i + " - 2", i + " + 3", "n - 1 - " + i, i + " / 2", i + " & ~1", "(p3[" + i + "] & 0x7fff) % n",
            "(p3[" + i + "] & 0x7fff) % n", "0", "w", i + " ^ 1", "before", i + " * 2 % n"));
    }

    private Node element() {
        return Node.expr(t, array() + "[", place(), "]");
    }

    private Node cast(Object... parts) {
        List<Object> all = new ArrayList<>(List.of("(" + t + ") ("));
        all.addAll(List.of(parts));
        all.add(")");
        return Node.expr(t, all.toArray());
    }

    private Node value(int depth) {
        return switch (c.below(depth <= 0 ? 5 : 11)) {
            case 0, 1 -> element();
            case 2 -> locals.isEmpty() ? element() : Node.expr(t, c.pick(locals));
            case 3 -> c.once(3) ? Literals.of(c, t) : Node.expr(t, "(" + t + ") " + c.pick("3", i, "p4", "k"));
            case 4 -> c.once(2) ? element() : Node.expr(t, c.pick("s", "t"));
            case 5 -> cast(value(depth - 1), " * ", value(depth - 1));
            case 6 -> cast(value(depth - 1), " - ", value(depth - 1));
            case 7 -> Node.expr(t, "(", condition(), " ? ", value(depth - 1), " : ", value(depth - 1), ")");
            case 8 -> cast("Math." + c.pick("max", "min") + "(", value(depth - 1), ", ", value(depth - 1), ")");
            default -> cast(value(depth - 1), " + ", value(depth - 1));
        };
    }

    private Node condition() {
        return Node.expr(JType.BOOLEAN, "(", value(0), c.pick(" < ", " > ", " >= ", " == ", " != ", " <= "), c.once(2) ? value(0) : Literals.of(c, t), ")");
    }

    private Node form(String form, Object... parts) {
        forms.add(form);
        return Node.stmt(parts);
    }

    private Node store() {
        return Node.stmt(array() + "[", place(), "] ", c.once(3) ? Node.other(List.of(c.pick("+= ", "-= ", "*= "), value(1))) : Node.other(List.of("= ", value(2))), ";\n");
    }

    private Node statement(int depth) {
        return switch (c.below(depth <= 0 ? 7 : 17)) {
            case 0, 1, 2 -> store();
            case 3 -> local();
            case 4 -> form("sum", c.pick("s += ", "s += ", "s -= ", "s *= ", "t += ", "t -= "), value(1), ";\n");
            case 5 -> form("handed on", c.pick("s = ", "t = "), value(1), ";\n");
            case 6 -> form("counted", c.pick("k++;\n", "k += 2;\n", "k -= w;\n", "before = " + i + ";\n", "before = " + i + ";\n", "w = (w + 1) % n;\n", "before = w;\n"));
            case 7, 8 -> form("condition", "if (", condition(), ") {\n", statements(1 + c.below(2), depth - 1), "}\n");
            case 9, 10 -> form("either", "if (", condition(), ") {\n", statements(1 + c.below(2), depth - 1), "} else {\n", statements(1 + c.below(2), depth - 1), "}\n");
            case 11 -> form("last", "if (", condition(), ") {\n", Node.stmt("at = " + i + ";\n"), Node.stmt("t = ", value(1), ";\n"), "}\n");
            case 12 -> packed();
            case 13, 14 -> unrolled();
            case 15 -> exit();
            default -> inner(depth);
        };
    }

    private Node local() {
        String name = "x" + names++;
        Node made = form("local", "final " + t + " " + name + " = ", value(1), ";\n");
        locals.add(name);
        return made;
    }

    /** Elements that are stored one after the other. */
    private Node packed() {
        String to = array();
        return c.once(3) ? form("either packed", "if (", condition(), ") {\nk++;\n", to + "[k % n] = ", value(1), ";\n} else {\nk++;\n", to + "[k % n] = ", value(1), ";\n}\n")
            : form("packed", "if (", condition(), " && k >= 0 && k < n) " + to + "[k++] = ", value(1), ";\n");
    }

    /** The same for two or three elements that follow each other, read one by one or all before the first is stored. */
    private Node unrolled() {
        int copies = c.pick(2, 2, 3);
        String to = array();
        String from = array();
        int by = c.pick(0, 0, 0, 1, -1, 2, -2);
        String op = c.pick(" * (" + t + ") 3", " + " + from + "[%s]", "", " - (" + t + ") 1");
        List<Object> parts = new ArrayList<>();
        boolean before = c.once(2);
        int first = names;
        names += copies;
        for (int q = 0; before && q < copies; q++) {
            parts.add(t + " x" + (first + q) + " = " + from + "[" + i + " + " + (q + by) + "];\n");
        }
        for (int q = 0; q < copies; q++) {
            String x = before ? "x" + (first + q) : from + "[" + i + " + " + (q + by) + "]";
            parts.add(to + "[" + i + " + " + q + "] = (" + t + ") (" + x + op.formatted(i + " + " + q) + ");\n");
        }
        return form(before ? "unrolled, read before" : "unrolled", parts.toArray());
    }

    private Node exit() {
        String leave = exits ? c.pick("break;\n", "break;\n", "continue;\n", "return out + " + i + ";\n", "throw new IllegalStateException(\"at \" + 3);\n") : "continue;\n";
        Node constant = Node.expr(JType.BOOLEAN, c.pick("p4 == 7", "p4 > 1000", "p3[" + i + "] > 140", "p3[" + i + "] == 33"));
        return form(exits ? "exit" : "next", "if (", c.once(3) ? constant : condition(), ") ", leave);
    }

    private Node inner(int depth) {
        String outer = i;
        i = "j";
        int known = locals.size();
        String head = c.pick("for (int j = 2; j < " + outer + " && j < 20; j++) {\n", "for (int j = 2; j < Math.min(" + outer + ", 20); j++) {\n", "for (int j = " + outer + "; j >= Math.max(2, " + outer + " - 5); j--) {\n",
            "for (int j = 2; j < 6; j++) {\n", "for (int j = " + outer + " + 1; j < Math.min(n - 3, " + outer + " + 9); j++) {\n");
        boolean sums = c.once(2);
        boolean left = exits;
        exits = false;
        Node body = outer.equals("j") ? Node.other(List.of(store()))
            : sums ? Node.other(List.of(Node.stmt(c.pick("s += ", "s -= ", "p1[" + outer + "] += ", "p1[" + outer + "] -= "), value(1), ";\n"))) : statements(1 + c.below(2), Math.min(0, depth - 1));
        exits = left;
        i = outer;
        while (locals.size() > known) {
            locals.remove(locals.size() - 1);
        }
        return outer.equals("j") ? body : form("inner loop", head, body, "}\n");
    }
}
