// Random statements: declarations, assignments, every form of branch and loop, jumps, throws.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Target;
import dev.jacobi.fuzz.Context.Variable;
import java.util.ArrayList;
import java.util.List;

/** Statements of one method. Loops end by construction: counters that nothing else writes, or fuel. */
final class Statements {
    private final Context c;
    private final Expressions expr;
    private final Idioms idioms;

    Statements(Context c) {
        this.c = c;
        this.expr = new Expressions(c);
        this.idioms = new Idioms(c, expr);
    }

    /** A list of statements in a scope of their own. */
    Node body(int depth, int most) {
        int mark = c.scope.size();
        List<Object> parts = new ArrayList<>();
        int n = 1 + c.below(most);
        for (int i = 0; i < n; i++) {
            parts.add(statement(depth));
        }
        while (c.scope.size() > mark) {
            c.scope.remove(c.scope.size() - 1);
        }
        return Node.other(parts);
    }

    private Node block(int depth, int most) {
        return Node.other(List.of("{\n", body(depth, most), "}\n"));
    }

    /** A method's outermost statements; their declarations stay in sight. */
    Node top(int count) {
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(statement(3));
        }
        return Node.other(parts);
    }

    private Node statement(int depth) {
        c.cost += c.weight * 4;
        boolean room = depth > 0 && c.cost < Methods.BUDGET;
        int choice = c.below(room ? 24 : 10);
        return switch (choice) {
            case 0, 1 -> declaration();
            case 2, 3, 4 -> assignment();
            case 5, 6, 7 -> store();
            case 8 -> jump();
            case 9 -> bulk();
            case 10, 11, 12 -> branch(depth);
            case 13, 14 -> counted(depth);
            case 15 -> fuelled(depth);
            case 16 -> choose(depth);
            case 17 -> labelled(depth);
            default -> idioms.any(depth, d -> block(d, 2));
        };
    }

    private Node declaration() {
        JType t = c.once(4) ? c.arrayType() : c.scalarType();
        List<String> extents = expr.extents(t);
        Node value = t.isArray() ? expr.fresh(t, extents) : Expressions.cast(t, expr.of(t));
        Variable v = c.declare("v", t, extents);
        return Node.stmt(t + " " + v.name() + " = ", value, ";\n");
    }

    private Node assignment() {
        List<Variable> mine = c.variables(Variable::writable);
        if (mine.isEmpty()) {
            return declaration();
        }
        Variable v = c.pick(mine);
        JType t = v.type();
        if (t.isArray()) {
            List<Variable> same = c.variables(o -> o.writable() && o.type().equals(t) && o != v && o.extents().equals(v.extents()));
            if (!same.isEmpty() && c.once(2)) {
                String o = c.pick(same).name();
                String tmp = c.name("t");
                return Node.stmt("{ " + t + " " + tmp + " = " + v.name() + "; " + v.name() + " = " + o + "; " + o + " = " + tmp + "; }\n");
            }
            // Rarely in loops: a variable that is an argument's array at first and a new one later is usually left to the JVM.
            return c.once(c.weight > 1 ? 20 : 3) ? Node.stmt(v.name() + " = ", expr.fresh(t, v.extents()), ";\n") : store();
        }
        if (t.isNumeric() && c.once(3)) {
            return Node.stmt(v.name() + compound(t), expr.of(operand(t)), ";\n");
        }
        if (t.isNumeric() && c.once(6)) {
            return Node.stmt(v.name() + c.pick("++", "--") + ";\n");
        }
        return Node.stmt(v.name() + " = ", Expressions.cast(t, expr.of(t)), ";\n");
    }

    private String compound(JType t) {
        return t.prim().isFloat() ? c.pick(" += ", " -= ", " *= ", " /= ", " %= ")
                : c.pick(" += ", " -= ", " *= ", " &= ", " |= ", " ^= ", " <<= ", " >>= ", " >>>= ", " += ", " ^= ");
    }

    private JType operand(JType t) {
        return t.prim().isFloat() ? c.pick(t, JType.INT, JType.LONG) : c.pick(JType.INT, JType.INT, JType.LONG, JType.SHORT);
    }

    Node store() {
        List<Variable> arrays = c.arrays(t -> true);
        if (arrays.isEmpty()) {
            return declaration();
        }
        Variable array = c.pick(arrays);
        JType t = JType.of(array.type().prim());
        Node place = expr.element(array);
        if (t.isNumeric() && c.once(3)) {
            return Node.stmt(place, compound(t), expr.of(operand(t)), ";\n");
        }
        if (t.isNumeric() && c.once(8)) {
            return Node.stmt(place, c.pick("++", "--"), ";\n");
        }
        if (t.isNumeric() && !t.prim().isSmall() && c.once(8)) {
            return Node.stmt(place, c.pick(" += ", " -= "), expr.of(c.pick(JType.DOUBLE, JType.FLOAT)), ";\n");
        }
        return Node.stmt(place, " = ", Expressions.cast(t, expr.of(t)), ";\n");
    }

    /** break, continue, return or throw, always under a condition, so that what follows stays reachable. */
    private Node jump() {
        Node when = expr.of(JType.BOOLEAN, 2);
        List<Target> loops = c.targets.stream().filter(Target::loop).toList();
        int choice = c.below(10);
        if (choice < 3 && !c.targets.isEmpty()) {
            return Node.stmt("if (", when, ") break " + c.pick(c.targets).label() + ";\n");
        }
        if (choice < 6 && !loops.isEmpty()) {
            return Node.stmt("if (", when, ") continue " + c.pick(loops).label() + ";\n");
        }
        if (choice == 6 && !loops.isEmpty() && loops.contains(c.targets.get(c.targets.size() - 1))) {
            return Node.stmt("if (", when, ") " + c.pick("break", "continue") + ";\n");
        }
        if (choice == 7) {
            String exception = c.pick("IllegalArgumentException(\"bad\")", "IllegalStateException()", "ArithmeticException(\"mine\")",
                    "IndexOutOfBoundsException(\"far\")", "UnsupportedOperationException(\"no\")");
            return Node.stmt("if (", expr.of(JType.BOOLEAN, 2), " & ", expr.of(JType.BOOLEAN, 2), ") throw new " + exception + ";\n");
        }
        if (choice > 7) {
            return result("if (", when);
        }
        return assignment();
    }

    private Node result(String prefix, Node when) {
        return Node.stmt(prefix, when, ") return ", expr.result(), ";\n");
    }

    private Node bulk() {
        List<Variable> arrays = c.arrays(t -> t.rank() == 1);
        if (arrays.isEmpty()) {
            return assignment();
        }
        Variable a = c.pick(arrays);
        c.cost += c.weight * 32;
        List<Variable> same = c.arrays(a.type()::equals);
        if (c.once(2)) {
            return library(a, same);
        }
        if (c.once(2)) {
            String b = c.pick(same).name();
            return Node.stmt("System.arraycopy(" + b + ", ", small(), ", " + a.name() + ", ", small(), ", "
                    + c.pick("Math.min(" + a.name() + ".length, " + b + ".length) / 2", "1", b + ".length") + ");\n");
        }
        return Node.stmt("java.util.Arrays.fill(" + a.name() + ", ", Expressions.cast(a.type().element(), expr.of(a.type().element())), ");\n");
    }

    private Node library(Variable a, List<Variable> same) {
        String n = a.name();
        switch (c.below(6)) {
            case 0:
                return Node.stmt("out = out * 31 + java.util.Arrays.hashCode(" + n + ");\n");
            case 1:
                return Node.stmt("if (java.util.Arrays.equals(" + n + ", " + c.pick(same).name() + ")) out++;\n");
            case 2:
                return Node.stmt("java.util.Arrays.fill(" + n + ", ", small(), ", " + n + ".length" + c.pick(" / 2", " - 1", "") + ", ",
                        Expressions.cast(a.type().element(), expr.of(a.type().element())), ");\n");
            case 3:
                List<Variable> grids = c.arrays(t -> t.rank() == 2 && t.element().equals(a.type()));
                if (!grids.isEmpty()) {
                    String g = c.pick(grids).name();
                    return Node.stmt("if (" + g + ".length > 0) System.arraycopy(" + n + ", 0, " + g + "[", expr.index(g, "rows"), "], ", small(), ", Math.min(" + n + ".length, " + g
                            + "[0].length) / 2);\n");
                }
                break;
            case 4:
                if (c.weight == 1) {
                    Variable o = c.pick(same);
                    Node test = expr.of(JType.BOOLEAN, 2);
                    Variable v = c.declare("w", a.type(), o.extents().equals(a.extents()) ? a.extents() : List.of(c.name("n")));
                    return Node.stmt(a.type() + " " + v.name() + " = ", test, " ? " + n + " : " + o.name() + ";\n");
                }
                break;
            default:
                break;
        }
        Variable v = c.declare("w", a.type(), List.of(c.name("n")));
        return Node.stmt(a.type() + " " + v.name() + " = java.util.Arrays.copyOfRange(" + n + ", ", small(), ", ", Node.expr(JType.INT, c.pick("3", "5", n + ".length", n + ".length + 2")), ");\n");
    }

    private Node small() {
        return Node.expr(JType.INT, c.pick("0", "0", "0", "1", "2"));
    }

    private Node branch(int depth) {
        Node test = expr.of(JType.BOOLEAN);
        Node then = block(depth - 1, 2);
        return c.once(2) ? Node.stmt("if (", test, ") ", then) : Node.stmt("if (", test, ") ", then, "else ", block(depth - 1, 2));
    }

    private Node choose(int depth) {
        String label = c.name("L");
        c.targets.add(new Target(label, false));
        List<Object> parts = new ArrayList<>(List.of(label + ": switch (", Expressions.cast(JType.INT, expr.of(JType.INT)), c.pick(") {\n", " & 7) {\n", " % 5) {\n")));
        boolean sparse = c.once(3);
        for (int k = 0; k < 2 + c.below(3); k++) {
            parts.add("case " + (sparse ? k * 1000 - 2000 : k) + ":\n");
            parts.add(body(depth - 1, 2));
            parts.add(c.once(3) ? "" : "break;\n");
        }
        if (c.once(2)) {
            parts.add("default:\n");
            parts.add(body(depth - 1, 2));
        }
        parts.add("}\n");
        c.targets.remove(c.targets.size() - 1);
        return Node.stmt(parts.toArray());
    }

    private Node labelled(int depth) {
        String label = c.name("L");
        c.targets.add(new Target(label, false));
        Node body = block(depth - 1, 3);
        c.targets.remove(c.targets.size() - 1);
        return Node.stmt(label + ": ", body);
    }

    private Node counted(int depth) {
        List<Variable> arrays = c.arrays(t -> true);
        String i = c.name("i");
        String limit;
        String extent;
        long trips = 12;
        if (!arrays.isEmpty() && !c.once(3)) {
            Variable a = c.pick(arrays);
            limit = a.name() + ".length";
            extent = a.length();
            trips = 24;
        } else {
            limit = c.pick("3", "8", "16", Context.N);
            extent = limit;
        }
        JType counter = c.once(5) ? JType.LONG : JType.INT;
        String header = switch (c.below(6)) {
            case 0 -> "for (" + counter + " " + i + " = (" + limit + ") - 1; " + i + " >= 0; " + i + "--) ";
            case 1 -> "for (" + counter + " " + i + " = " + c.pick("1", "0", "2") + "; " + i + " < " + limit + "; " + i + " += " + c.pick("2", "3") + ") ";
            case 2 -> "for (" + counter + " " + i + " = 0; " + i + " <= " + limit + " - 1; ++" + i + ") ";
            default -> "for (" + counter + " " + i + " = 0; " + i + " < " + limit + "; " + i + "++) ";
        };
        c.scope.add(new Variable(i, counter, false, List.of(extent)));
        Node loop = loop(header, "", depth, trips);
        c.scope.remove(c.scope.size() - 1);
        return loop;
    }

    private Node fuelled(int depth) {
        if (c.once(2)) {
            return loop("do ", Node.expr(JType.BOOLEAN, "while (", expr.of(JType.BOOLEAN), " && fuel-- > 0);\n"), depth, 10);
        }
        return loop(Node.other(List.of("while (", expr.of(JType.BOOLEAN), " && fuel-- > 0) ")), "", depth, 10);
    }

    private Node loop(Object header, Object footer, int depth, long trips) {
        String label = c.name("L");
        long outer = c.weight;
        c.weight = outer * trips;
        c.targets.add(new Target(label, true));
        Node body = block(c.weight > 400 ? 0 : depth - 1, 3);
        c.targets.remove(c.targets.size() - 1);
        c.weight = outer;
        return Node.stmt(label + ": ", header, body, footer);
    }
}
