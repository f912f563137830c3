// Random expressions of a wanted type over the variables in sight.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Helper;
import dev.jacobi.fuzz.Context.Variable;
import java.util.ArrayList;
import java.util.List;

/** Expressions of one method; an expression may have a narrower static type than asked for, which Java widens. */
final class Expressions {
    private static final int DEPTH = 4;
    private final Context c;
    /** How many array accesses the expression being made is an index within. */
    private int indexing;

    Expressions(Context c) {
        this.c = c;
    }

    Node of(JType t) {
        return of(t, 1 + c.below(DEPTH));
    }

    Node of(JType t, int depth) {
        if (t.isArray()) {
            return array(t, depth);
        }
        if (t.equals(JType.PAIR)) {
            return Node.expr(t, "new Pair(", cast(JType.INT, of(JType.INT, depth)), ", ", cast(JType.DOUBLE, of(JType.DOUBLE, depth)), ")");
        }
        if (depth <= 0 || indexing > 2 || c.once(6)) {
            return leaf(t);
        }
        if (t.equals(JType.BOOLEAN)) {
            return condition(depth);
        }
        return t.prim().isSmall() && !c.once(4) ? Node.expr(t, "(" + t + ") (", of(JType.INT, depth - 1), ")") : number(t, depth);
    }

    private Node leaf(JType t) {
        List<Variable> same = c.variables(v -> v.type().equals(t));
        List<Variable> wide = t.equals(JType.INT) ? c.variables(v -> v.type().rank() == 0 && v.type().prim().isSmall()) : List.of();
        List<Variable> arrays = c.arrays(a -> a.prim() == t.prim());
        int choice = c.below(8);
        if (choice < 3 && !same.isEmpty()) {
            return variable(c.pick(same));
        }
        if (choice < 6 && !arrays.isEmpty() && indexing < 2) {
            return element(c.pick(arrays));
        }
        if (choice == 6 && !wide.isEmpty()) {
            return variable(c.pick(wide));
        }
        if (!same.isEmpty() && c.once(2)) {
            return variable(c.pick(same));
        }
        return Literals.of(c, t);
    }

    private static Node variable(Variable v) {
        return Node.expr(v.type(), v.name());
    }

    /** An element of an array of any rank. */
    Node element(Variable array) {
        List<Object> parts = new ArrayList<>();
        parts.add(array.name());
        String prefix = array.name();
        for (int i = 0; i < array.type().rank(); i++) {
            indexing++;
            Node index = index(prefix, array.extents().get(i));
            indexing--;
            parts.add("[");
            parts.add(index);
            parts.add("]");
            prefix = prefix + "[0]";
        }
        return Node.expr(JType.of(array.type().prim()), parts.toArray());
    }

    /** Mostly an index in range: a counter that is bounded by this array, or a remainder. */
    Node index(String array, String extent) {
        List<Variable> counters = c.variables(v -> v.type().equals(JType.INT) && v.extents().contains(extent));
        if (c.once(70)) {
            return wild(array);
        }
        if (!counters.isEmpty() && !c.once(4)) {
            return Node.expr(JType.INT, c.pick(counters).name());
        }
        return switch (c.below(counters.isEmpty() ? 3 : 5)) {
            case 0 -> Node.expr(JType.INT, "Math.floorMod(", of(JType.INT, 1), ", " + array + ".length)");
            case 1 -> Node.expr(JType.INT, "(", of(JType.INT, 1), " & 0x7fffffff) % " + array + ".length");
            case 2 -> Node.expr(JType.INT, "Math.min(Math.max(", of(JType.INT, 1), ", 0), " + array + ".length - 1)");
            case 3 -> Node.expr(JType.INT, array + ".length - 1 - " + c.pick(counters).name());
            default -> Node.expr(JType.INT, c.pick(counters).name() + c.pick(" / 2", " >> 1", " & ~1", " % 3 * 0"));
        };
    }

    /** An index that may well be out of bounds. */
    private Node wild(String array) {
        List<Variable> counters = c.variables(v -> v.type().equals(JType.INT) && !v.writable());
        return switch (c.below(counters.isEmpty() ? 2 : 4)) {
            case 0 -> Node.expr(JType.INT, c.pick("0", "1", "2", "-1", array + ".length - 1", array + ".length"));
            case 1 -> of(JType.INT, 2);
            default -> Node.expr(JType.INT, c.pick(counters).name() + c.pick(" + 1", " - 1", " + 2", " * 2", " ^ 1"));
        };
    }

    private Node condition(int depth) {
        switch (c.below(10)) {
            case 9:
                return references(depth);
            case 0:
                return Node.expr(JType.BOOLEAN, "!(", of(JType.BOOLEAN, depth - 1), ")");
            case 1, 2:
                return Node.expr(JType.BOOLEAN, "(", of(JType.BOOLEAN, depth - 1), c.pick(" && ", " || ", " & ", " | ", " ^ ", " == "),
                        of(JType.BOOLEAN, depth - 1), ")");
            case 3:
                return common(JType.BOOLEAN, depth);
            default:
                JType t = c.pick(JType.INT, JType.INT, JType.LONG, JType.DOUBLE, JType.FLOAT, JType.CHAR, JType.BYTE);
                return Node.expr(JType.BOOLEAN, "(", of(t, depth - 1), c.pick(" < ", " <= ", " > ", " >= ", " == ", " != "),
                        of(c.once(4) ? JType.INT : t, depth - 1), ")");
        }
    }

    /** Compares arrays with one another or with null. */
    private Node references(int depth) {
        List<Variable> arrays = c.arrays(t -> true);
        if (arrays.isEmpty() || !c.once(3)) {
            return common(JType.BOOLEAN, depth);
        }
        Variable a = c.pick(arrays);
        return Node.expr(JType.BOOLEAN, "(" + a.name() + c.pick(" == ", " != ") + (c.once(3) ? "null" : c.pick(c.arrays(a.type()::equals)).name()) + ")");
    }

    private Node number(JType t, int depth) {
        boolean isFloat = t.prim().isFloat();
        switch (c.below(12)) {
            case 0, 1, 2, 3:
                return binary(t, depth);
            case 4:
                return isFloat || t.prim().isSmall() ? binary(t, depth)
                        : Node.expr(t, "(", of(t, depth - 1), c.pick(" << ", " >> ", " >>> "), of(c.pick(JType.INT, JType.LONG, JType.BYTE), depth - 1), ")");
            case 5:
                return cast(t, Node.expr(t, c.pick("-", isFloat ? "+" : "~"), "(", of(t, depth - 1), ")"));
            case 6:
                return cast(t, of(c.pick(JType.INT, JType.LONG, JType.FLOAT, JType.DOUBLE, JType.CHAR, JType.SHORT, JType.BYTE), depth - 1));
            case 7:
                return sideEffect(t, depth);
            default:
                return common(t, depth);
        }
    }

    private Node binary(JType t, int depth) {
        if (t.prim().isFloat()) {
            return Node.expr(t, "(", of(t, depth - 1), c.pick(" + ", " - ", " * ", " / ", " + ", " - ", " * ", " % "),
                    of(c.once(5) ? JType.INT : t, depth - 1), ")");
        }
        JType wide = t.equals(JType.LONG) ? t : JType.INT;
        String op = c.pick(" + ", " - ", " * ", " & ", " | ", " ^ ", " / ", " % ", " + ", " - ");
        Node right = of(c.once(5) && t.equals(JType.LONG) ? JType.INT : wide, depth - 1);
        boolean divides = op.equals(" / ") || op.equals(" % ");
        Object[] parts = divides && !c.once(8) ? new Object[] {"(", of(wide, depth - 1), op, "(", right, " | 1))"}
                : new Object[] {"(", of(wide, depth - 1), op, right, ")"};
        return cast(t, Node.expr(wide, parts));
    }

    /** Forms that every type has: ternary, switch, calls, lengths. */
    private Node common(JType t, int depth) {
        int choice = c.below(8);
        if (choice < 2) {
            return Node.expr(t, "(", of(JType.BOOLEAN, depth - 1), " ? ", of(t, depth - 1), " : ", of(t, depth - 1), ")");
        }
        if (choice == 2 && depth > 1) {
            return Node.expr(t, "(switch (", of(JType.INT, depth - 2), " & 3) { case 0 -> ", cast(t, of(t, depth - 2)), "; case 1, 2 -> ",
                    cast(t, of(t, depth - 2)), "; default -> ", cast(t, of(t, depth - 2)), "; })");
        }
        if (choice == 5 && depth > 1 && c.once(2)) {
            String y = c.name("y");
            return Node.expr(t, "(switch (", cast(JType.CHAR, of(JType.CHAR, depth - 2)), ") { case 'a', '\\0' -> ", cast(t, of(t, depth - 2)), "; case 50 -> ", cast(t, of(t, depth - 2)),
                    "; default -> { " + t + " " + y + " = ", cast(t, of(t, depth - 2)), "; yield " + y + "; } })");
        }
        if (choice == 3 && t.equals(JType.INT)) {
            List<Variable> arrays = c.arrays(a -> true);
            if (!arrays.isEmpty()) {
                return Node.expr(t, c.pick(arrays).name() + ".length");
            }
        }
        if (choice == 4) {
            Node call = helper(t, depth);
            if (call != null) {
                return call;
            }
        }
        String method = Library.pick(c, t);
        return method == null ? leaf(t) : call(t, method.substring(method.indexOf(' ') + 1),
                method.substring(1, method.indexOf(' ')).chars().mapToObj(l -> Library.type((char) l)).toList(), depth);
    }

    private Node helper(JType t, int depth) {
        // Array arguments have the common length, as the helper expects.
        List<Helper> fit = c.helpers.stream().filter(h -> h.result().equals(t) && h.cost() * c.weight < Methods.BUDGET / 4
                && h.params().stream().allMatch(p -> !p.isArray() || !common(p).isEmpty())).toList();
        if (fit.isEmpty()) {
            return null;
        }
        Helper h = c.pick(fit);
        c.cost += c.weight * h.cost();
        return call(t, h.name(), h.params(), depth);
    }

    private Node call(JType t, String name, List<JType> params, int depth) {
        List<Object> parts = new ArrayList<>();
        parts.add(name + "(");
        for (int i = 0; i < params.size(); i++) {
            parts.add(i == 0 ? "" : ", ");
            // A generated helper's first parameter is the length of its arrays.
            boolean length = i == 0 && name.startsWith("h");
            parts.add(length ? Node.expr(JType.INT, Context.N) : argument(params.get(i), depth - 1));
        }
        parts.add(")".repeat(1 + (int) name.chars().filter(x -> x == '(').count()));
        return Node.expr(t, parts.toArray());
    }

    private Node argument(JType t, int depth) {
        return t.isArray() ? variable(c.pick(common(t))) : cast(t, of(t, depth));
    }

    private List<Variable> common(JType t) {
        return c.arrays(t::equals).stream().filter(v -> v.extents().equals(Context.extents(t))).toList();
    }

    /** An assignment or increment used as a value. */
    private Node sideEffect(JType t, int depth) {
        List<Variable> arrays = c.arrays(a -> a.rank() == 1 && a.prim() == t.prim());
        if (!arrays.isEmpty() && indexing == 0 && c.once(4)) {
            Node place = element(c.pick(arrays));
            return c.once(3) ? Node.expr(t, place, c.pick("++", "--")) : Node.expr(t, "(", place, c.pick(" = ", " += ", " *= "), cast(t, of(t, depth - 1)), ")");
        }
        List<Variable> mine = c.variables(v -> v.writable() && v.type().equals(t));
        if (mine.isEmpty() || !c.once(3)) {
            return binary(t, depth);
        }
        String name = c.pick(mine).name();
        return switch (c.below(4)) {
            case 0 -> Node.expr(t, name + "++");
            case 1 -> Node.expr(t, "--" + name);
            case 2 -> Node.expr(t, "(" + name + " = ", cast(t, of(t, depth - 1)), ")");
            default -> Node.expr(t, "(" + name + c.pick(" += ", " -= ", " *= "), of(c.pick(t, JType.INT), depth - 1), ")");
        };
    }

    /** What the method may return. */
    Node result() {
        return c.result.isArray() ? of(c.result) : cast(c.result, of(c.result));
    }

    /** The expression, cast so that its static type is exactly t. */
    static Node cast(JType t, Node e) {
        return t.isNumeric() ? Node.expr(t, "(" + t + ") (", e, ")") : e;
    }

    /** An array value whose extents nobody relies on. */
    private Node array(JType t, int depth) {
        List<Variable> same = c.arrays(t::equals);
        if (!same.isEmpty() && !c.once(3)) {
            return variable(c.pick(same));
        }
        if (c.once(4)) {
            Node call = helper(t, depth);
            if (call != null) {
                return call;
            }
        }
        if (t.rank() > 1) {
            return t.rank() > 2 ? Node.expr(t, "new " + t.prim().type + "[", size(), "][2][", size(), "]") : Node.expr(t, "new " + t.prim().type + "[", size(), "][", size(), "]");
        }
        c.cost += c.weight * 16;
        return switch (c.below(same.isEmpty() ? 2 : 3)) {
            case 0 -> literal(t, 1 + c.below(5));
            case 1 -> Node.expr(t, "new " + t.prim().type + "[", size(), "]");
            default -> Node.expr(t, "java.util.Arrays.copyOf(" + c.pick(same).name() + ", ", size(), ")");
        };
    }

    private Node literal(JType t, int n) {
        List<Object> parts = new ArrayList<>(List.of("new " + t + " {"));
        for (int i = 0; i < n; i++) {
            parts.add(i == 0 ? "" : ", ");
            parts.add(cast(t.element(), of(t.element(), 1)));
        }
        parts.add("}");
        return Node.expr(t, parts.toArray());
    }

    /** Names for the extents of a new array: constants, or the common length. */
    List<String> extents(JType t) {
        List<String> extents = new ArrayList<>();
        for (int i = 0; i < t.rank(); i++) {
            extents.add(i == 0 && t.rank() == 1 && c.once(2) ? Context.N : c.pick("3", "8", "16"));
        }
        return extents;
    }

    /** A new array with these extents. */
    Node fresh(JType t, List<String> extents) {
        c.cost += c.weight * 16;
        List<Variable> same = c.arrays(t::equals).stream().filter(v -> v.extents().equals(extents)).toList();
        if (!same.isEmpty() && t.rank() == 1 && c.once(3)) {
            return Node.expr(t, c.pick(same).name() + ".clone()");
        }
        if (extents.equals(List.of("3")) && c.once(2)) {
            return literal(t, 3);
        }
        return !extents.stream().allMatch(e -> e.equals(Context.N) || Character.isDigit(e.charAt(0))) ? variable(c.pick(same)) : Node.expr(t, "new " + t.prim().type + "[" + String.join("][", extents) + "]");
    }

    /** A small extent; now and then a negative one. */
    Node size() {
        return switch (c.below(8)) {
            case 0 -> Node.expr(JType.INT, "(", of(JType.INT, 1), ") % 20");
            case 1, 2 -> Node.expr(JType.INT, "(", of(JType.INT, 1), ") & 15");
            default -> Node.expr(JType.INT, c.pick("1", "2", "5", "8", "16", "17", "33"));
        };
    }
}
