// What stands inside the loops of programs that exchange arrays: one sweep from an array to another, and the exchange.
package dev.jacobi.fuzz;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Statements over the arrays {@code a}, {@code b} and perhaps {@code c} of the length {@code m}. */
final class SwapBodies {
    private final Context c;
    private final JType t;
    private final Set<String> forms;
    private final boolean nested;
    private final boolean grid;
    /** The length as source text: a number, or an expression. */
    private String m;
    private String width = "8";
    private String lengthOfNew;

    SwapBodies(Context c, JType t, String m, boolean nested, boolean grid, Set<String> forms) {
        this.c = c;
        this.t = t;
        this.m = m;
        this.nested = nested;
        this.grid = grid;
        this.forms = forms;
    }

    /** Makes the arrays flat grids with this many rows and columns. */
    void square(int side) {
        width = Integer.toString(side);
        if (Character.isDigit(m.charAt(0))) {
            m = Integer.toString(side * side);
        }
        lengthOfNew = Integer.toString(side * side);
    }

    /** The length that new arrays have. */
    String length() {
        return lengthOfNew != null ? lengthOfNew : m.equals("a.length") ? "4" : m;
    }

    private static String less(String length, int by) {
        return Character.isDigit(length.charAt(0)) ? Integer.toString(Integer.parseInt(length) - by) : length + " - " + by;
    }

    String fresh() {
        return "new " + t + "[" + length() + "]" + (nested ? "[" + width + "]" : "");
    }

    String fill(String array) {
        if (nested) {
            return "for (int i = 0; i < " + array + ".length; i++) for (int j = 0; j < " + width + "; j++) " + array + "[i][j] = (" + t + ") (i * " + (3 + c.below(5)) + " + j + p0);\n";
        }
        return c.once(5) ? "if (" + array + ".length > 1) " + array + "[1] = (" + t + ") 3;\n"
                : "for (int i = 0; i < " + array + ".length; i++) " + array + "[i] = (" + t + ") (i * " + (2 + c.below(5)) + " + " + c.below(9) + ");\n";
    }

    /** Some element, which the shortest arrays do not have. */
    String element(String array) {
        return array + (nested ? "[0][" + c.pick("0", "1", "2") + "]" : "[" + c.pick("0", "0", "1", "2", array + ".length - 1") + "]");
    }

    /** Folds all elements into {@code out}. */
    Node digest(String array) {
        String bits = t.prim().isFloat() ? "Double.doubleToLongBits(" : "(long) (";
        return Node.stmt(nested ? "for (int i = 0; i < " + array + ".length; i++) for (int j = 0; j < " + array + "[i].length; j++) out = out * 31 + " + bits + array + "[i][j]);\n"
                : "for (int i = 0; i < " + array + ".length; i++) out = out * 31 + " + bits + array + "[i]);\n");
    }

    /** From a to b, or changing a by b, in one of many forms; sometimes two of them. */
    Node sweep() {
        Node first = one("a", "b");
        return c.once(4) ? Node.other(List.of(first, c.once(2) ? one("b", "a") : one("a", "b"))) : first;
    }

    private Node one(String a, String b) {
        return nested ? rows(a, b) : grid ? flatGrid(a, b) : flat(a, b);
    }

    private Object value(String text) {
        return Node.expr(t, "(" + t + ") (" + text + ")");
    }

    private String scale() {
        return t.prim().isFloat() ? c.pick(" * 0.5f", " / 3", " - 1", "") : c.pick("", " * 3", " - 1", " ^ 5", " >> 1");
    }

    private Node over(String head, String to, Object value) {
        return Node.stmt(head, c.once(6) ? "if (((i + s) & 1) == 0) " : "", to + c.pick(" = ", " = ", " = ", " += "), value, ";\n}\n");
    }

    private Node flat(String a, String b) {
        String last = less(m, 1);
        String up = "for (int i = 0; i < " + m + "; i++) {\n";
        String form = c.pick("neighbour", "neighbour", "neighbour", "stencil", "stencil", "ring", "ring", "reversed", "running", "single", "single", "scatter", "bulk", "branch", "add", "partial");
        forms.add("sweep " + form);
        return switch (form) {
            case "neighbour" -> over("for (int i = 0; i < " + last + "; i++) {\n", b + "[i]", value(c.pick(a + "[i] + " + a + "[i + 1]", a + "[i + 1]" + scale(), a + "[i + 1] - " + a + "[i]" + scale())));
            case "stencil" -> over("for (int i = 1; i < " + last + "; i++) {\n", b + "[i]", value("(" + a + "[i - 1] + " + a + "[i] + " + a + "[i + 1])" + scale()));
            case "ring" -> over(up, b + "[i]", value(c.pick(a + "[(i + 1) % " + m + "] + " + a + "[i]", a + "[(i + 1) % " + m + "]", a + "[(i + " + m + " - 1) % " + m + "] - " + a + "[(i + 1) % " + m + "]" + scale())));
            case "reversed" -> over(up, b + "[" + last + " - i]", value(a + "[i]" + scale()));
            case "running" -> Node.stmt("if (" + b + ".length > 0) " + b + "[0] = " + a + "[0];\n", over("for (int i = 1; i < " + m + "; i++) {\n", b + "[i]", value(b + "[i - 1] + " + a + "[i]")));
            case "single" -> Node.other(List.of(Node.stmt(b + "[0] = ", value(a + "[" + last + "] + 1"), ";\n"), Node.stmt(b + "[" + last + "] = ", value(a + "[0]" + scale()), ";\n"),
                    Node.stmt(c.once(2) ? b + "[s % " + m + "] += 1;\n" : "")));
            case "scatter" -> over(up, b + "[(i * 3 + s) % " + m + "]", value(a + "[i]" + scale()));
            case "bulk" -> Node.stmt(c.pick("System.arraycopy(" + a + ", 0, " + b + ", 1, " + last + ");\n", "System.arraycopy(" + a + ", 1, " + b + ", 0, " + last + ");\n" + b + "[" + last + "] = " + a + "[0];\n",
                    "java.util.Arrays.fill(" + b + ", " + a + "[0]);\n" + b + "[" + last + "] = " + a + "[" + last + "];\n"));
            case "branch" -> Node.stmt("for (int i = 0; i < " + last + "; i++) {\nif (" + a + "[i] < " + a + "[i + 1]) " + b + "[i] = ", value(a + "[i + 1]" + scale()), ";\nelse " + b + "[i + 1] = ",
                    value(a + "[i]"), ";\n}\n");
            case "add" -> Node.stmt(up + a + "[i] += ", value(b + "[i]"), ";\n" + b + "[" + last + " - i] = ", value(a + "[i]" + scale()), ";\n}\n");
            default -> over("for (int i = s & 1; i < " + m + "; i += 2) {\n", b + "[i]", value(a + "[i]" + scale()));
        };
    }

    private Node flatGrid(String a, String b) {
        String w = width;
        String h = "(" + m + " / " + w + ")";
        String at = "i * " + w + " + j";
        forms.add("sweep grid");
        if (c.once(2)) {
            return Node.stmt("for (int i = 1; i < " + h + " - 1; i++) {\nfor (int j = 1; j < " + less(w, 1) + "; j++) {\n" + b + "[" + at + "] = ",
                    value("(" + a + "[" + at + " - 1] + " + a + "[" + at + " + 1] + " + a + "[" + at + " - " + w + "] + " + a + "[" + at + " + " + w + "])" + scale()), ";\n}\n}\n");
        }
        forms.add("sweep torus");
        return Node.stmt("for (int i = 0; i < " + h + "; i++) {\nfor (int j = 0; j < " + w + "; j++) {\n" + b + "[" + at + "] = ",
                value(a + "[(i + 1) % " + h + " * " + w + " + j] + " + a + "[i * " + w + " + (j + 1) % " + w + "]" + scale()), ";\n}\n}\n");
    }

    private Node rows(String a, String b) {
        forms.add("sweep rows");
        return switch (c.below(3)) {
            case 0 -> Node.stmt("for (int i = 1; i < " + less(m, 1) + "; i++) {\nfor (int j = 1; j < " + a + "[i].length - 1; j++) {\n" + b + "[i][j] = ",
                    value("(" + a + "[i - 1][j] + " + a + "[i + 1][j] + " + a + "[i][j - 1] + " + a + "[i][j + 1])" + scale()), ";\n}\n}\n");
            case 1 -> Node.stmt("for (int i = 0; i < " + m + "; i++) {\nfor (int j = 0; j < " + a + "[i].length; j++) {\n" + b + "[i][j] = ",
                    value(a + "[(i + 1) % " + m + "][j] + " + a + "[i][(j + 1) % " + a + "[i].length]" + scale()), ";\n}\n}\n");
            default -> Node.stmt("for (int i = 0; i < " + m + "; i++) {\n" + t.array() + " x = " + a + "[i], y = " + b + "[i];\nfor (int j = 0; j < x.length; j++) {\ny[j] = ",
                    value("x[j]" + scale()), ";\n}\n}\n");
        };
    }

    /** Two or three arrays change places, always or under a condition. */
    Node exchange(boolean three) {
        String array = nested ? t.array().array().toString() : t.array().toString();
        String form = c.pick("swap", "swap", "swap", "swap", "under a condition", "under a condition", "fresh", "clone", "chosen");
        String swap = array + " u = a;\na = b;\nb = u;\n";
        if (three) {
            swap = c.pick(array + " u = a;\na = b;\nb = c;\nc = u;\n", array + " u = c;\nc = b;\nb = a;\na = u;\n", swap);
        }
        if (nested && (form.equals("fresh") || form.equals("clone"))) {
            form = "swap";
        }
        forms.add("exchange " + form);
        return switch (form) {
            case "swap" -> Node.stmt(swap.replaceFirst(Pattern.quote(array + " u"), "final " + array + " u"));
            case "under a condition" -> Node.stmt("if (", Node.expr(JType.BOOLEAN, condition()), ") {\n" + swap + "}\n");
            case "fresh" -> Node.stmt("a = b;\nb = " + (m.equals("a.length") ? "new " + t + "[a.length]" : fresh()) + ";\n");
            case "clone" -> Node.stmt(array + " u = a;\na = b;\nb = u.clone();\n");
            default -> Node.stmt(array + " u = (s & 1) == 0 ? a : b;\nb = (s & 1) == 0 ? b : a;\na = u;\n");
        };
    }

    private String condition() {
        return nested ? c.pick("(s & 1) == 0", "s % 3 != 1", "K > 5", "a[0][0] < b[0][0]") : c.pick("(s & 1) == 0", "s % 3 != 1", "a[0] < b[0]", "K > 5");
    }
}
