package dev.jacobi.arrayfuzz;

import dev.jacobi.DType;
import dev.jacobi.arrayfuzz.ArrayProgram.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random statements: Java's control flow on values and numbers of trips, the functional loops, records, lists and Java arrays as what loops carry, helper methods and lambdas. */
final class ArrayStatements {
    private static final int MOST = 7;
    private final Random r;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder helpers = new StringBuilder();
    private final List<Part> scope = new ArrayList<>();
    private int names;

    ArrayStatements(Random r) {
        this.r = r;
    }

    /** The members of the class: {@code f} and what it calls. */
    String method(Part x, Part y) {
        scope.add(x);
        scope.add(y);
        int n = 2 + r.nextInt(3);
        for (int k = 0; k < n; k++) {
            declare("        ");
            statement("        ");
        }
        String results = scope.subList(Math.max(0, scope.size() - 3), scope.size()).stream().map(Part::text).collect(Collectors.joining(", "));
        return "    record Pair(NDArray a, NDArray b) {\n    }\n\n" + helpers
            + "    static List<NDArray> f(NDArray x, NDArray y) {\n" + out + "        return List.of(" + results + ");\n    }\n\n";
    }

    private String name() {
        return "v" + names++;
    }

    private ArrayExpressions expressions(String trip) {
        return new ArrayExpressions(r, scope, trip);
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append('\n');
    }

    private void declare(String indent) {
        Part e = expressions(null).any(2 + r.nextInt(2));
        String name = name();
        // lambdas only capture what is assigned once, and loops carry variables of one type: no weak numbers
        line(indent, "NDArray " + name + " = " + expressions(null).fitting(e, 0).replace("\n", "") + ";");
        scope.add(new Part(name, e.type(), e.shape()));
        String other = name();
        line(indent, "NDArray " + other + " = " + e.text() + ";");
        scope.add(new Part(other, e.type(), e.shape()));
    }

    /** A variable to which a statement assigns; not one that lambdas may have captured. */
    private Part copy(String indent, boolean real) {
        List<Part> some = scope.stream().filter(p -> !real || p.type() == DType.F64).toList();
        Part from = some.get(r.nextInt(some.size()));
        var copy = new Part(name(), from.type(), from.shape());
        line(indent, "NDArray " + copy.text() + " = " + from.text() + ";");
        return copy;
    }

    private void statement(String indent) {
        switch (r.nextInt(11)) {
            case 0 -> loop(indent);
            case 1 -> untilSmall(indent);
            case 2 -> branch(indent);
            case 3 -> collected(indent);
            case 4 -> scan(indent);
            case 5 -> functional(indent);
            case 6 -> helper(indent);
            case 7 -> javaArray(indent);
            case 8 -> perhaps(indent);
            case 9 -> record(indent);
            default -> random(indent);
        }
        while (scope.size() > MOST) {
            scope.remove(2 + r.nextInt(scope.size() - 3));
        }
    }

    private void loop(String indent) {
        Part a = copy(indent, r.nextBoolean());
        Part b = copy(indent, true);
        List<Part> outer = List.copyOf(scope);
        scope.add(a);
        scope.add(b);
        String i = "i" + names++;
        Part by = scope.stream().filter(p -> p.rank() > 0).findFirst().orElse(a);
        String trips = by.rank() > 0 && r.nextBoolean() ? by.text() + ".shape(0)" : Integer.toString(1 + r.nextInt(4));
        line(indent, "for (int " + i + " = 0; " + i + " < " + trips + "; " + i + "++) {");
        body(indent + "    ", i, a, b);
        line(indent, "}");
        scope.clear();
        scope.addAll(outer);
        scope.add(a);
        scope.add(b);
    }

    private void body(String indent, String i, Part a, Part b) {
        String leaves = r.nextInt(3) == 0 ? "break" : r.nextInt(2) == 0 ? "continue" : null;
        assign(indent, a, i);
        if (leaves != null) {
            line(indent, "if (" + expressions(i).condition(1) + ") {");
            if (r.nextBoolean()) {
                assign(indent + "    ", b, i);
            }
            line(indent + "    ", leaves + ";");
            line(indent, "}");
        }
        assign(indent, b, i);
        if (r.nextInt(3) == 0) {
            line(indent, "if (" + expressions(i).condition(1) + ") {");
            assign(indent + "    ", a, i);
            line(indent, "} else {");
            assign(indent + "    ", b, i);
            line(indent, "}");
        }
    }

    private void assign(String indent, Part v, String trip) {
        line(indent, v.text() + " = " + expressions(trip).fitting(v, 2) + ";");
    }

    private void untilSmall(String indent) {
        Part a = copy(indent, true);
        Part b = copy(indent, false);
        String fuel = "n" + names++;
        line(indent, "int " + fuel + " = 0;");
        boolean late = r.nextBoolean();
        scope.add(a);
        line(indent, late ? "do {" : "while (" + fuel + " < 5 && " + expressions(null).condition(1) + ") {");
        assign(indent + "    ", a, fuel);
        assign(indent + "    ", b, fuel);
        line(indent + "    ", fuel + "++;");
        line(indent, late ? "} while (" + fuel + " < 4 && " + expressions(null).condition(1) + ");" : "}");
        scope.add(b);
    }

    private void branch(String indent) {
        Part a = copy(indent, false);
        Part b = copy(indent, true);
        line(indent, "if (" + expressions(null).condition(2) + ") {");
        assign(indent + "    ", a, null);
        if (r.nextBoolean()) {
            line(indent, "} else if (" + expressions(null).condition(1) + ") {");
            assign(indent + "    ", b, null);
        }
        line(indent, "} else {");
        line(indent + "    ", b.text() + " = " + expressions(null).fitting(b, 1) + ";");
        line(indent, "}");
        scope.add(a);
        scope.add(b);
    }

    private void collected(String indent) {
        Part like = scope.get(r.nextInt(scope.size()));
        String list = "l" + names++;
        String i = "i" + names++;
        int n = 2 + r.nextInt(2);
        boolean array = r.nextBoolean();
        line(indent, array ? "NDArray[] " + list + " = new NDArray[" + n + "];" : "List<NDArray> " + list + " = new ArrayList<>();");
        line(indent, "for (int " + i + " = 0; " + i + " < " + n + "; " + i + "++) {");
        String e = expressions(i).fitting(like, 2);
        line(indent + "    ", array ? list + "[" + i + "] = " + e + ";" : list + ".add(" + e + ");");
        line(indent, "}");
        String name = name();
        line(indent, "NDArray " + name + " = Np.stack(" + list + (array ? ");" : ", 0);"));
        int[] shape = new int[like.rank() + 1];
        shape[0] = n;
        System.arraycopy(like.shape(), 0, shape, 1, like.rank());
        scope.add(new Part(name, like.type(), shape));
    }

    private void scan(String indent) {
        Part xs = scope.stream().filter(p -> p.rank() > 0).reduce((p, q) -> q).orElse(null);
        if (xs == null) {
            return;
        }
        Part init = copy(indent, true);
        String s = "s" + names++;
        int[] each = Arrays.copyOfRange(xs.shape(), 1, xs.rank());
        var carry = new Part("c" + s, init.type(), init.shape());
        var e = new Part("e" + s, xs.type(), each);
        List<Part> outer = List.copyOf(scope);
        finals();
        scope.add(carry);
        scope.add(e);
        String next = expressions(null).fitting(carry, 2);
        Part out1 = expressions(null).any(1);
        line(indent, "Scanned<NDArray, NDArray> " + s + " = Lax.scan((" + carry.text() + ", " + e.text() + ") -> new Scanned<>(" + next + ", " + out1.text() + "), "
            + init.text() + ", " + xs.text() + ");");
        scope.clear();
        scope.addAll(outer);
        String last = name();
        line(indent, "NDArray " + last + " = " + s + ".carry();");
        scope.add(new Part(last, init.type(), init.shape()));
        String ys = name();
        line(indent, "NDArray " + ys + " = " + s + ".y();");
        int[] shape = new int[out1.rank() + 1];
        shape[0] = xs.shape()[0];
        System.arraycopy(out1.shape(), 0, shape, 1, out1.rank());
        scope.add(new Part(ys, out1.type(), shape));
    }

    /** Leaves in scope only what is assigned once, which lambdas may capture: copies made just now. */
    private void finals() {
        for (int k = 0; k < scope.size(); k++) {
            Part p = scope.get(k);
            String name = name();
            out.append("        NDArray ").append(name).append(" = ").append(p.text()).append(";\n");
            scope.set(k, new Part(name, p.type(), p.shape()));
        }
    }

    private void functional(String indent) {
        Part init = copy(indent, true);
        List<Part> outer = List.copyOf(scope);
        finals();
        String c = "c" + names++;
        var carry = new Part(c, init.type(), init.shape());
        scope.add(carry);
        String name = name();
        String one = expressions(null).fitting(carry, 2);
        String other = expressions(null).fitting(carry, 1);
        String test = "Np.mean(" + scope.get(0).text() + ")";
        line(indent, "NDArray " + name + " = " + switch (r.nextInt(4)) {
            case 0 -> "Lax.cond(" + test + ".gt(0.1), " + c + " -> " + one + ", " + c + " -> " + other + ", " + init.text() + ")";
            case 1 -> "Lax.foriLoop(0, " + (1 + r.nextInt(3)) + ", (k, " + c + ") -> " + one + ".plus(k.astype(DType.F64).times(0.1)), " + init.text() + ")";
            case 2 -> "Lax.switchCase(Np.floor(" + test + ").astype(DType.I32).mod(2), List.of(" + c + " -> " + one + ", " + c + " -> " + other + "), " + init.text() + ")";
            default -> "Lax.whileLoop(p -> p.b().lt(3), p -> { NDArray " + c + " = p.a(); return new Pair(" + one + ", p.b().plus(1)); }, new Pair(" + init.text() + ", NDArray.of(0))).a()";
        } + ";");
        scope.clear();
        scope.addAll(outer);
        scope.add(new Part(name, init.type(), init.shape()));
    }

    private void helper(String indent) {
        Part a = scope.get(r.nextInt(scope.size()));
        Part b = scope.get(r.nextInt(scope.size()));
        String h = "h" + names++;
        var inner = new ArrayList<>(List.of(new Part("a", a.type(), a.shape()), new Part("b", b.type(), b.shape())));
        var e = new ArrayExpressions(r, inner, null);
        var like = new Part("", DType.F64, a.shape());
        helpers.append("    static NDArray ").append(h).append("(NDArray a, NDArray b) {\n        if (").append(e.condition(1)).append(") {\n            return ").append(e.fitting(like, 1))
            .append(";\n        }\n        return ").append(e.fitting(like, 2)).append(";\n    }\n\n");
        String name = name();
        line(indent, "NDArray " + name + " = " + h + "(" + a.text() + ", " + b.text() + ");");
        scope.add(new Part(name, DType.F64, a.shape()));
    }

    private void javaArray(String indent) {
        Part a = scope.stream().filter(p -> p.type() == DType.F64).reduce((p, q) -> q).orElseThrow();
        String d = "d" + names++;
        line(indent, "double[] " + d + " = " + a.text() + ".toDoubleArray();");
        line(indent, "double s" + d + " = 0;");
        line(indent, "for (int k = 0; k < " + d + ".length; k++) {");
        line(indent + "    ", r.nextBoolean() ? "s" + d + " += " + d + "[k] * (k + 1);" : "if (" + d + "[k] > 0) { s" + d + " += " + d + "[k]; } else { " + d + "[k] *= 0.5; }");
        line(indent, "}");
        String name = name();
        line(indent, "NDArray " + name + " = NDArray.of(" + d + ").reshape(" + ArrayExpressions.ints(a.shape()) + ").plus(NDArray.of(Math.tanh(s" + d + ")));");
        scope.add(new Part(name, DType.F64, a.shape()));
    }

    private void perhaps(String indent) {
        Part a = scope.stream().filter(p -> p.rank() > 0).findFirst().orElseThrow();
        String best = name();
        String i = "i" + names++;
        int[] row = Arrays.copyOfRange(a.shape(), 1, a.rank());
        line(indent, "NDArray " + best + " = null;");
        line(indent, "for (int " + i + " = 0; " + i + " < " + a.shape()[0] + "; " + i + "++) {");
        line(indent + "    ", "NDArray row = " + a.text() + ".get(" + i + ");");
        line(indent + "    ", "if (" + best + " == null || row.sum().item() > " + best + ".sum().item()) {");
        line(indent + "        ", best + " = row;");
        line(indent + "    ", "}");
        line(indent, "}");
        scope.add(new Part(best, a.type(), row));
    }

    private void record(String indent) {
        Part a = copy(indent, true);
        Part b = copy(indent, false);
        String p = "p" + names++;
        String i = "i" + names++;
        line(indent, "Pair " + p + " = new Pair(" + a.text() + ", " + b.text() + ");");
        List<Part> outer = List.copyOf(scope);
        scope.add(new Part(p + ".a()", a.type(), a.shape()));
        scope.add(new Part(p + ".b()", b.type(), b.shape()));
        line(indent, "for (int " + i + " = 0; " + i + " < " + (1 + r.nextInt(3)) + "; " + i + "++) {");
        String next = p + " = new Pair(" + expressions(i).fitting(a, 2) + ", " + expressions(i).fitting(b, 1) + ");";
        line(indent + "    ", r.nextBoolean() ? next : "if (" + expressions(i).condition(1) + ") { " + next + " }");
        line(indent, "}");
        scope.clear();
        scope.addAll(outer);
        for (String part : List.of("a", "b")) {
            String name = name();
            Part like = part.equals("a") ? a : b;
            line(indent, "NDArray " + name + " = " + p + "." + part + "();");
            scope.add(new Part(name, like.type(), like.shape()));
        }
    }

    private void random(String indent) {
        Part a = scope.stream().filter(p -> p.type() == DType.F64).findFirst().orElseThrow();
        String name = name();
        line(indent, "NDArray " + name + " = Prng.normal(Prng.foldIn(Prng.key(" + r.nextInt(9) + "), " + r.nextInt(5) + "), new int[] {"
            + ArrayExpressions.ints(a.shape()) + "}, DType.F64).times(0.5).plus(" + a.text() + ");");
        scope.add(new Part(name, DType.F64, a.shape()));
    }
}
