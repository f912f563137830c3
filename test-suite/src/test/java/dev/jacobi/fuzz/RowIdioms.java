// Arrays of arrays in generated programs that are made row by row, as literals or as deep copies, and whose rows are exchanged and replaced.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.ArrayList;
import java.util.List;

/** Statements with an array of arrays of their own. */
final class RowIdioms {
    private final Context c;
    private final Expressions expr;
    private JType element;
    private String grid;
    private String rows;
    private String columns;

    RowIdioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
    }

    Node any() {
        element = c.scalarType();
        grid = c.name("g");
        rows = c.pick("1", "2", "3", "5", "19");
        columns = c.pick("1", "3", "4", "6");
        c.weight *= 8;
        List<Object> parts = new ArrayList<>(List.of(make()));
        c.scope.add(new Variable(grid, element.array().array(), false, List.of(rows, columns)));
        for (int k = c.below(3); k > 0; k--) {
            parts.add(change());
        }
        String i = c.name("i");
        String x = c.name("x");
        parts.add(Node.stmt("for (" + element.array() + " " + i + " : " + grid + ") {\nfor (" + element + " " + x + " : " + i + ") {\nout = out * 31 + "
            + (element.equals(JType.BOOLEAN) ? "(" + x + " ? 1 : 0)" : "(long) " + x) + ";\n}\n}\n"));
        return Node.stmt(parts.toArray());
    }

    private Node value(int depth) {
        return Expressions.cast(element, expr.of(element, depth));
    }

    /** A value that may depend on a counter of the columns. */
    private Node valueAt(String j, int depth) {
        c.scope.add(new Variable(j, JType.INT, false, List.of(columns)));
        Node v = value(depth);
        c.scope.remove(c.scope.size() - 1);
        return v;
    }

    private String declaration() {
        return element.array().array() + " " + grid + " = ";
    }

    private Node make() {
        List<Variable> flat = c.arrays(t -> t.equals(element.array()));
        List<Variable> grids = c.arrays(t -> t.equals(element.array().array()));
        int kind = c.below(8);
        if (kind == 0 && !flat.isEmpty()) {
            return clones(c.pick(flat));
        }
        return kind == 1 && !grids.isEmpty() ? deepCopy(c.pick(grids)) : kind <= 3 ? literal() : loop();
    }

    private Node clones(Variable row) {
        columns = row.length();
        String i = c.name("i");
        return Node.stmt(declaration() + "new " + element + "[" + rows + "][];\nfor (int " + i + " = 0; " + i + " < " + rows + "; " + i + "++) {\n" + grid + "["
            + i + "] = " + row.name() + ".clone();\n", write(i, "0"), "}\n");
    }

    private Node deepCopy(Variable of) {
        rows = of.length();
        columns = of.extents().get(1);
        String i = c.name("i");
        return Node.stmt(declaration() + of.name() + ".clone();\nfor (int " + i + " = 0; " + i + " < " + of.name() + ".length; " + i + "++) {\n" + grid + "[" + i
            + "] = " + c.pick(of.name(), grid) + "[" + i + "].clone();\n}\n", Node.stmt(";\n"));
    }

    private Node literal() {
        List<Object> parts = new ArrayList<>(List.of(declaration() + "{"));
        for (int i = 0; i < Integer.parseInt(rows); i++) {
            parts.add(i == 0 ? "{" : ", {");
            for (int j = 0; j < Integer.parseInt(columns); j++) {
                parts.add(j == 0 ? "" : ", ");
                parts.add(value(1));
            }
            parts.add("}");
        }
        parts.add("};\n");
        return Node.stmt(parts.toArray());
    }

    private Node write(String i, String j) {
        return Node.stmt("if (" + grid + "[" + i + "].length > " + j + ") " + grid + "[" + i + "][" + j + "] = ", value(2), ";\n");
    }

    private Node loop() {
        String i = c.name("i");
        String j = c.name("j");
        String row = c.name("r");
        boolean up = !c.once(4);
        String head = up ? "for (int " + i + " = 0; " + i + " < " + grid + ".length; " + i + "++) {\n"
            : "for (int " + i + " = " + rows + " - 1; " + i + " >= 0; " + i + "--) {\n";
        Variable counter = new Variable(i, JType.INT, false, List.of(rows));
        c.scope.add(counter);
        String fill = "for (int " + j + " = 0; " + j + " < " + columns + "; " + j + "++) {\n";
        String fresh = "new " + element + "[" + columns + "]";
        String at = grid + "[" + i + "]";
        Node body = switch (c.below(4)) {
            case 0 -> Node.stmt(at + " = " + fresh + ";\n" + fill + at + "[" + j + "] = ", valueAt(j, 3), ";\n}\n");
            case 1 -> Node.stmt(element.array() + " " + row + " = " + fresh + ";\n" + fill + row + "[" + j + "] = ", valueAt(j, 3), ";\n}\n", at + " = " + row + ";\n",
                Node.stmt(c.pick(row, at) + "[0] = ", value(1), ";\n"));
            case 2 -> Node.stmt(at + " = " + fresh + ";\n" + (up ? "if (" + i + " > 0) " + at + "[0] = " + grid + "[" + i + " - 1][0];\n" : "")
                + fill + at + "[" + j + "] = ", valueAt(j, 2), ";\n}\n");
            default -> Node.stmt("if (" + at + " == null) {\n" + at + " = " + fresh + ";\n}\n", write(i, "0"));
        };
        Node made = Node.stmt(declaration() + "new " + element + "[" + rows + "][];\n" + head, body, "}\n");
        c.scope.remove(counter);
        return made;
    }

    private Node change() {
        String i = c.name("i");
        String j = c.name("j");
        return switch (c.below(element.isNumeric() ? 4 : 3)) {
            case 3 -> pairs(i, j);
            case 0 -> {
                String t = c.name("t");
                yield Node.stmt("if (" + grid + ".length > 2) {\n" + element.array() + " " + t + " = " + grid + "[0];\n" + grid + "[0] = " + grid + "[2];\n" + grid
                    + "[2] = " + t + ";\n}\n", Node.stmt(";\n"));
            }
            case 1 -> {
                c.scope.add(new Variable(i, JType.INT, false, List.of(rows)));
                Node value = valueAt(j, 3);
                c.scope.remove(c.scope.size() - 1);
                yield Node.stmt("for (int " + i + " = 0; " + i + " < " + grid + ".length; " + i + "++) {\nfor (int " + j + " = 0; " + j + " < " + grid + "[" + i
                    + "].length; " + j + "++) {\n" + grid + "[" + i + "][" + j + "] = ", value, ";\n}\n}\n");
            }
            default -> Node.stmt("if (" + grid + ".length > 1) {\n", write("1", "0"), "}\n");
        };
    }

    /** Each row and those behind it, or in front of it, of which some columns are compared. */
    private Node pairs(String i, String j) {
        String d = c.name("d");
        String header = "for (int " + i + " = 0; " + i + " < " + grid + ".length; " + i + "++) {\nfor (int " + j
            + c.pick(" = " + i + " + 1; " + j + " < " + grid + ".length; ", " = 0; " + j + " < " + i + "; ", " = " + i + "; " + j + " < " + grid + ".length; ") + j + "++) {\n";
        String last = c.pick("0", grid + "[" + j + "].length - 1", grid + "[" + i + "].length / 2");
        String difference = "double " + d + " = (double) " + grid + "[" + i + "][0] - (double) " + grid + "[" + j + "][" + last + "];\n";
        String use = c.pick("if (" + d + " < 2) out += " + j + ";\n", "out = out * 31 + (long) (" + d + " * " + d + ");\n", "out += " + d + " > 0 && " + grid + "[" + j + "][0] > 1 ? 3 : 1;\n",
            "if (" + d + " > 1) " + grid + "[" + j + "][0] = " + grid + "[" + i + "][0];\n");
        return Node.stmt(header + difference + use + "}\n}\n", Node.stmt(";\n"));
    }
}
