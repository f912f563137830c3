// Nests over arrays of arrays and over flat arrays of LoopPrograms: sweeps, products, triangles, rows as arrays of their own, rows by helpers, arrays that each row makes.
package dev.jacobi.fuzz;

import java.util.List;
import java.util.Set;

/** Statements over the rows {@code p5} or the flat array {@code p1} of rows of {@code h}; counters are {@code i}, {@code j} and {@code q}. */
final class LoopGrids {
    private final Context c;
    private final JType t;
    private final Set<String> forms;
    private String array;
    private int low;
    private boolean square;

    LoopGrids(Context c, JType t, Set<String> forms) {
        this.c = c;
        this.t = t;
        this.forms = forms;
    }

    /** Helpers that the statements may call. */
    static Node helpers(JType t) {
        return Node.stmt("static " + t + " total(" + t + "[] r) {\n" + t + " x = 0;\nfor (" + t + " y : r) x += y;\nreturn x;\n}\nstatic void shift(" + t + "[] r, " + t + " by) {\n"
            + "for (int j = r.length - 1; j > 0; j--) r[j] = (" + t + ") (r[j - 1] + by);\n}\n");
    }

    private String cell(String i, String j) {
        return array.equals("p5") ? "p5[" + i + "][" + j + "]" : array + "[(" + i + ") * h + " + j + "]";
    }

    /** Two counters, over rows or over a flat array, in either order. */
    Node grid() {
        array = c.pick("p5", "p5", "p1");
        if (array.equals("p5") && c.once(4)) {
            return rows();
        }
        forms.add(array.equals("p5") ? "rows" : "flat");
        low = c.once(3) ? 0 : 1;
        String rows = array.equals("p5") ? "p5.length" : "n / h";
        String columns = array.equals("p5") ? "p5[0].length" : "h";
        String begin = array.equals("p5") ? "if (p5.length > 0) {\n" : "{\nfinal int h = " + c.pick("5", "(p0 & 7) + 1", "Math.max(1, (int) Math.sqrt(n))", "16") + ";\n";
        square = c.once(3);
        String side = "Math.min(" + rows + ", " + columns + ")";
        String over = "for (int i = " + low + "; i < " + (square ? side : rows) + " - " + low + "; i++) {\n";
        String across = "for (int j = " + (square ? c.pick("0; j < i", "i; j < " + side, "i + 1; j < " + side, "0; j <= i", "0; j < " + side) : low + "; j < " + columns + " - " + low) + "; j++) {\n";
        forms.add(square ? "square" : "rectangle");
        boolean exchanged = !square && c.once(3);
        if (square && c.once(3)) {
            return Node.stmt(begin, product(side), "}\n");
        }
        return Node.stmt(begin, exchanged ? across : over, exchanged ? over : across, statement(), c.once(3) ? statement() : "", "}\n}\n}\n");
    }

    private String place() {
        return c.pick(cell("i", "j"), cell("i", "j"), cell("i", square ? "i" : "0"), low > 0 ? cell("i - 1", "j") : cell("0", "j"), low > 0 ? cell("i", "j - 1") : cell("i", "j"),
            low > 0 && !square ? cell("i + 1", "j + 1") : square ? cell("j", "i") : cell("i", "j"), low > 0 && !square ? cell("i - 1", "j + 1") : cell("i", "j"));
    }

    private Node value() {
        Node x = Node.expr(t, place());
        Node y = c.once(2) ? Node.expr(t, place()) : Node.expr(t, "(" + t + ") " + c.pick("(i + j)", "s", "k", "p4"));
        return Node.expr(t, "(" + t + ") (", x, c.pick(" + ", " * ", " - "), y, ")");
    }

    private Node statement() {
        return switch (c.below(8)) {
            case 0 -> Node.stmt(c.pick("s += ", "s = ", "t -= "), value(), ";\n");
            case 1 -> {
                String other = place();
                yield Node.stmt("{\nfinal " + t + " y = " + cell("i", "j") + ";\n" + cell("i", "j") + " = " + other + ";\n" + other + " = y;\n}\n");
            }
            case 2 -> square ? Node.stmt("for (int q = 0; q < j; q++) {\n", Node.stmt(cell("i", "j") + " -= " + cell("i", "q") + " * " + cell("q", "j") + ";\n"), "}\n")
                : Node.stmt("k++;\n" + cell("i", "j") + " = (" + t + ") k;\n");
            case 3 -> Node.stmt("if (", Node.expr(t, place()), " > ", value(), ") " + cell("i", "j") + " = ", value(), ";\n");
            case 4 -> Node.stmt(cell("i", "j") + c.pick(" += ", " -= ", " *= "), value(), ";\n");
            case 5 -> Node.stmt("if (", Node.expr(t, place()), " == (" + t + ") 3) " + c.pick("break", "continue") + ";\n");
            default -> Node.stmt(place() + " = ", value(), ";\n");
        };
    }

    /** A nest of three, in any order of its loops. */
    private Node product(String side) {
        forms.add("product");
        String bound = c.pick(side, side, "i", "Math.min(" + side + ", 3)");
        String i = "for (int i = 0; i < " + side + "; i++) {\n";
        String j = "for (int j = 0; j < " + side + "; j++) {\n";
        String q = "for (int q = 0; q < " + bound + "; q++) {\n";
        String term = c.pick(cell("i", "q") + " * " + cell("q", "j"), "p2[q % n] * " + cell("q", "j"), cell("i", "q") + " + " + cell("j", "q"), "p2[j % n] * p2[q % n]");
        if (c.once(2)) {
            return Node.stmt(i + j + t + " y = " + c.pick("0", "s", cell("i", "j")) + ";\n" + q, Node.stmt("y += " + term + ";\n"), "}\n", Node.stmt(cell("i", "j") + c.pick(" = ", " += ") + "y;\n"), "}\n}\n");
        }
        String order = bound.equals("i") ? c.pick(i + j + q, i + q + j) : c.pick(i + j + q, i + q + j, q + i + j, j + i + q);
        return Node.stmt("if (n > 0) {\n" + order, Node.stmt(cell("i", "j") + " += " + term + ";\n"), "}\n}\n}\n}\n");
    }

    /** Each row as an array of its own. */
    private Node rows() {
        forms.add("row by row");
        String head = c.pick("for (int i = 0; i < p5.length; i++) {\n", "for (int i = p5.length - 1; i > 0; i--) {\n", "for (int i = 1; i < p5.length; i++) {\n");
        boolean first = head.contains("int i = 0");
        String before = first ? "p5[p5.length - 1 - i]" : "p5[i - 1]";
        String each = "for (int j = 0; j < r.length; j++) ";
        Node body = switch (c.below(6)) {
            case 0 -> Node.stmt("s += total(r);\n", Node.stmt("if (r.length > 0) r[0] = s;\n"));
            case 1 -> Node.stmt("shift(" + c.pick("r", before) + ", (" + t + ") ", Node.expr(t, c.pick("1", "s", "k")), ");\n");
            case 2 -> Node.stmt("final " + t + "[] own = new " + t + "[r.length];\n" + each + "own[j] = (" + t + ") (r[j] + " + before + "[j]);\n" + each + "r[j] = own[r.length - 1 - j];\n");
            case 3 -> Node.stmt(each + "{\n", Node.stmt("if (r[j] < (" + t + ") 2) ", c.pick("break;\n", "continue;\n", "k++;\n")), Node.stmt("r[j] -= " + before + "[j];\n"), "}\n");
            case 4 -> Node.stmt(t + " most = 0;\n" + each, Node.stmt("most = (" + t + ") Math.max(most, r[j]);\n"), each, Node.stmt("r[j] = (" + t + ") (most - r[j]);\n"));
            default -> Node.stmt(each + "{\n", Node.stmt("p1[(j + k) % Math.max(1, n)] += r[j];\n"), Node.stmt("k++;\n"), "}\n");
        };
        return Node.stmt(head, "final " + t + "[] r = p5[i];\n", body, "}\n");
    }
}
