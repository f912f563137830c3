// Programs of one to three loops in the forms that people write: stencils, searches, packing, unrolled copies, recurrences, triangles, flat and nested grids, results that are new arrays.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** One program. Most accesses are in range: the loops keep off both ends of the arrays as far as the bodies reach, with exceptions. */
final class LoopPrograms {
    private final Context c;
    private final Set<String> forms = new TreeSet<>();
    private final JType t;
    private final LoopBodies bodies;
    private final LoopGrids grids;

    private LoopPrograms(SplittableRandom random) {
        c = new Context(random, null);
        t = c.pick(JType.DOUBLE, JType.DOUBLE, JType.DOUBLE, JType.INT, JType.INT, JType.FLOAT, JType.FLOAT, JType.LONG, JType.BYTE, JType.SHORT, JType.CHAR);
        bodies = new LoopBodies(c, t, forms);
        grids = new LoopGrids(c, t, forms);
    }

    static Methods.Program generate(long seed, String name, SplittableRandom random) {
        LoopPrograms p = new LoopPrograms(random);
        boolean made = p.c.once(4);
        JType result = made ? p.c.once(3) ? p.t.array().array() : p.t.array() : JType.LONG;
        List<JType> params = new ArrayList<>(List.of(JType.INT, p.t.array(), p.t.array(), JType.INT.array(), JType.INT));
        Node body = p.body(result);
        // what is not used is not there: rows of different lengths would be a reason to leave a call to the JVM
        boolean rows = body.toString().contains("p5");
        if (rows) {
            params.add(p.t.array().array());
        }
        Node run = Node.other(List.of("public static " + result + " run(int p0, " + p.t + "[] p1, " + p.t + "[] p2, int[] p3, int p4" + (rows ? ", " + p.t + "[][] p5" : "") + ") {\nlong out = 0;\n", body));
        return new Methods.Program(seed, name, Node.other(List.of("public final class " + name + " {\n", run, LoopGrids.helpers(p.t), "}\n")), result, params, Kind.LOOP, p.forms);
    }

    private Node body(JType result) {
        List<Object> parts = new ArrayList<>();
        parts.add("final int n = " + c.pick("Math.min(Math.min(p1.length, p2.length), p3.length)", "p1.length", "p0") + ";\n");
        parts.add(t + " s = ");
        parts.add(Literals.of(c, t));
        parts.add(", t = (" + t + ") 1;\nint k = 0, at = -1, w = 0, before = " + c.pick("n - 1", "0", "1") + ";\n");
        forms.add(t.toString());
        if (result.rank() == 2) {
            forms.add("new rows");
            parts.add(rows());
        } else if (result.rank() == 1) {
            forms.add("new array");
            parts.add(fresh());
        }
        boolean returns = result.rank() > 0;
        for (int q = 1 + c.below(3); q > 0; q--) {
            parts.add(c.once(3) ? grids.grid() : loop(!returns));
        }
        parts.add(returns ? Node.stmt("o" + (result.rank() == 2 ? "[0]" : "") + "[0] = (" + t + ") (s + t + k + at + w + before);\n")
            : Node.stmt("out = out * 31 + (long) s + (long) (t * 3) + k * 7 + at * 5 + w + before;\n"));
        parts.add(returns ? "return o;\n}\n" : "return out;\n}\n");
        return Node.other(parts);
    }

    /** A result that a loop makes. */
    private Node fresh() {
        Node value = Node.stmt("o[i] = (" + t + ") (p1[i] ", c.pick("+ p2[i]", "* 2", "+ (i > 0 ? o[i - 1] : 1)", "- p1[n - 1 - i]"), ");\n");
        return Node.stmt(t + "[] o = new " + t + "[", c.pick("n", "n", "p0", "n + 1", "n * 2"), "];\n", "for (int i = 0; i < n; i++) {\n", value, "}\n");
    }

    private Node rows() {
        Node value = Node.stmt("o[i][j] = (" + t + ") (p5[i][j] ", c.pick("+ p5[i][0]", "* 2", "+ (j > 0 ? o[i][j - 1] : 1)", "- p5[p5.length - 1 - i][j]"), ");\n");
        return Node.stmt("final int m = p5.length == 0 ? 0 : p5[0].length;\n", t + "[][] o = new " + t + "[p5.length][m];\n", "for (int i = 0; i < p5.length; i++) {\nfor (int j = 0; j < m; j++) {\n", value, "}\n}\n");
    }

    private Node loop(boolean leaves) {
        boolean exits = leaves && c.once(4);
        Node body = bodies.body("i", exits);
        String from = c.once(8) ? "0" : "2";
        String to = c.once(8) ? "n" : "n - 4";
        String step = c.once(5) ? c.pick("2", "3", "2", "5") : "1";
        String reset = c.once(2) ? "k = 0;\n" : "";
        List<Object> parts = switch (c.below(8)) {
            case 0 -> List.of(reset + "for (int i = " + to + " - 1; i >= " + from + "; i -= " + step + ") {\n", body, "}\n");
            case 1 -> exits ? List.of(reset + "for (int i = " + from + "; i <= " + to + "; i += " + step + ") {\n", body, "}\n")
                : List.of(reset + "for (int r = 0; r < " + c.pick("2", "3") + "; r++) {\nfor (int i = " + from + "; i < " + to + "; i += " + step + ") {\n", body, "}\n}\n");
            case 2 -> List.of(reset + "for (int i = " + from + "; i < " + to + " && " + c.pick("i < 40", "p3[i] < 130", "s != t") + "; i += " + step + ") {\n", body, "}\n");
            default -> List.of(reset + "for (int i = " + from + "; i < " + to + "; i += " + step + ") {\n", body, "}\n");
        };
        forms.add("loop");
        return Node.stmt(parts.toArray());
    }
}
