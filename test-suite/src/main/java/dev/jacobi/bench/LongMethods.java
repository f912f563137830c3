package dev.jacobi.bench;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Sources of methods with very many statements, as programs that write code make them. Each is the body of a class with a static method {@code f}. */
public enum LongMethods {
    SCALARS(false, i -> var(i) + " = " + var(i * 7 + 1) + " * " + var(i * 5 + 2) + " + " + i % 13 + ".5;", "double x, double y", LongMethods.VARS, "return a + b + c + d;"),
    BRANCHES(false, i -> i % 4 == 3 ? "if (" + var(i) + " > " + var(i + 1) + ") " + var(i + 2) + " = " + var(i) + "; else " + var(i + 1) + " = -" + var(i + 3) + ";"
        : var(i) + " = " + var(i * 7 + 1) + " * " + var(i * 5 + 2) + " + " + i % 13 + ".5;", "double x, double y", LongMethods.VARS, "return a + b + c + d;"),
    ARRAYS(false, i -> "p[" + i * 3 % 64 + "] = p[" + i * 5 % 64 + "] * q[" + i * 7 % 64 + "] + 0.5;", "double[] p, double[] q", "", "return p[0] + p[7];"),
    OWN_ARRAY(false, i -> "t[" + i * 3 % 64 + "] = t[" + i * 5 % 64 + "] * q[" + i * 7 % 64 + "] + 0.5;", "double[] p, double[] q", "double[] t = p.clone();", "return t[0] + t[7];"),
    ARRAYS_AND_BRANCHES(false, i -> i % 4 == 3 ? "if (p[" + i % 64 + "] > 1) p[" + i * 3 % 64 + "] = q[" + i * 7 % 64 + "];"
        : "p[" + i * 3 % 64 + "] = p[" + i * 5 % 64 + "] * q[" + i * 7 % 64 + "] + 0.5;", "double[] p, double[] q", "", "return p[0] + p[7];"),
    FIVE_ARRAYS(true, i -> "" + "pqrst".charAt(i % 5) + "[" + i * 3 % 64 + "] = " + "pqrst".charAt((i * 3 + 1) % 5) + "[" + i * 5 % 64 + "] - " + "pqrst".charAt((i + 2) % 5) + "[" + i * 7 % 64 + "];",
        "double[] p, double[] q, double[] r, double[] s, double[] t", "", "return p[0];"),
    UNKNOWN_PLACES(true, i -> "p[k + " + i * 3 % 64 + "] = p[k + " + i * 5 % 64 + "] * q[" + i * 7 % 64 + "] + 0.5;", "double[] p, double[] q, int k", "", "return p[0];"),
    MATRICES(false, i -> "p[" + i * 3 % 8 + "][" + i % 8 + "] = p[" + i * 5 % 8 + "][" + i / 8 % 8 + "] * q[" + i * 7 % 8 + "][" + i / 3 % 8 + "] + 0.5;", "double[][] p, double[][] q", "", "return p[0][0];"),
    ROUNDS(true, i -> { // of a cipher
        String v = var(i);
        return v + " += (" + var(i + 1) + " ^ " + var(i + 2) + ") + w[" + i % 16 + "]; " + v + " = " + v + " << " + (i % 31 + 1) + " | " + v + " >>> " + (31 - i % 31) + ";";
    }, "int[] s, int[] w", "int a = s[0], b = s[1], c = s[2], d = s[3];", "s[0] += a; s[1] += b; s[2] += c; s[3] += d; return a;"),
    DIVISIONS(true, i -> "x = x / (y + " + i % 9 + ") + a[x & 63];", "int[] a, int x, int y", "", "return x;"),
    REMAINDERS(true, i -> "x = x / (y + " + i % 9 + ") + a[x & 63] % y;", "int[] a, int x, int y", "", "return x;"),
    HELPERS(false, i -> "z += h(p, " + i * 3 % 64 + ", " + i * 5 % 64 + ", q[" + i % 64 + "]);", "double[] p, double[] q", "double z = 0;", "return z;"),
    SINES(false, i -> "z += Math.sin(z * 0.0" + (i % 9 + 1) + ");", "double x, double y", "double z = x;", "return z;"),
    FUNCTIONS(false, i -> "z += Math." + new String[] {"sin", "exp", "atan", "cos", "tanh", "cbrt"}[i % 6] + "(p[" + i % 64 + "]) * 0.1;", "double[] p, double[] q", "double z = 0;", "return z;"),
    LOOP_BODY(false, i -> var(i) + " = " + var(i * 7 + 1) + " * " + var(i * 5 + 2) + " + " + i % 13 + ".5;", "double[] p, double[] q",
        "double s = 0; for (int i = 0; i < p.length; i++) { double x = p[i], y = q[i], a = x, b = y, c = x + y, d = x * y;", "s += a + b + c + d; } return s;"),
    LOOP_OF_SINES(false, i -> var(i) + " = Math.sin(" + var(i + 1) + ") * " + var(i + 2) + " + " + var(i) + ";", "double[] p, double[] q",
        "double s = 0; for (int i = 0; i < p.length; i++) { double x = p[i], y = q[i], a = x, b = y, c = x + y, d = x * y;", "s += a + b + c + d; } return s;"),
    LOOP_OF_ARRAYS(false, i -> "p[" + i * 3 % 64 + "] = p[" + i * 5 % 64 + "] * q[i] + q[" + i * 7 % 64 + "];", "double[] p, double[] q",
        "double s = 0; for (int i = 0; i < q.length; i++) {", "s += p[i & 63]; } return s;"),
    LOOP_OF_OWN_ARRAYS(false, i -> "t[" + i * 3 % 64 + "] = t[" + i * 5 % 64 + "] * q[i] + p[" + i * 7 % 64 + "];", "double[] p, double[] q",
        "double s = 0; for (int i = 0; i < q.length; i++) { double[] t = p.clone();", "s += t[i & 63]; } return s;"),
    LOOP_OF_QUOTIENTS(false, i -> var(i) + " = " + var(i + 1) + " / (2 + " + var(i + 2) + " * " + var(i + 2) + ");", "double[] p, double[] q",
        "double s = 0; for (int i = 0; i < p.length; i++) { double x = p[i], y = q[i], a = x, b = y, c = x + y, d = x * y;", "s += a + b + c + d; } return s;"),
    LOOP_OF_FLOATS(false, i -> var(i) + " = (float) Math.sin(" + var(i + 1) + ") * " + var(i + 2) + " + " + var(i) + ";", "float[] p, float[] q",
        "float s = 0; for (int i = 0; i < p.length; i++) { float x = p[i], y = q[i], a = x, b = y, c = x + y, d = x * y;", "s += a + b + c + d; } return s;"),
    LOOP_OF_CARRIES(false, LongMethods::carried, "double[] p, double[] q", "double a = 1, b = 2, c = 3, d = 4; for (int i = 0; i < p.length; i++) { double x = p[i];",
        "} return a + b + c + d;"),
    LOOP_WHILE(false, LongMethods::carried, "double[] p, double[] q", "double a = 1, b = 2, c = 3, d = 4; int i = 0; while (a < 1e9 && i < p.length) { double x = p[i++];",
        "} return a + b + c + d;"),
    LOOP_WITH_BRANCH(false, LongMethods::carried, "double[] p, double[] q",
        "double a = 1, b = 2, c = 3, d = 4; for (int i = 0; i < p.length; i++) { double x = p[i]; if (x > q[i]) {", "} } return a + b + c + d;"),
    LOOP_NEST(false, LongMethods::carried, "double[][] p, double[] q",
        "double a = 1, b = 2, c = 3, d = 4; for (int i = 0; i < p.length; i++) { for (int j = 0; j < q.length; j++) { double x = p[i][j];", "} } return a + b + c + d;"),
    SWITCH(true, i -> "case " + i + ": s = s * " + (i * 7 + 3) + " + k; break;", "int[] a, int k", "int s = 0; for (int i = 0; i < a.length; i++) { switch (a[i] & 4095) {", "default: s++; } } return s;");

    private static final String VARS = "double a = x, b = y, c = x + y, d = x * y;";
    private static final String HELPER = "static double h(double[] a, int i, int j, double t) { double r = a[i]; a[i] = r * t + a[j]; return r > 0 ? r : -r; }\n";
    private final boolean whole;
    private final IntFunction<String> statement;
    private final String parameters;
    private final String before;
    private final String after;

    LongMethods(boolean whole, IntFunction<String> statement, String parameters, String before, String after) {
        this.whole = whole;
        this.statement = statement;
        this.parameters = parameters;
        this.before = before;
        this.after = after;
    }

    /** Whether it has a gradient. */
    public boolean isDifferentiable() {
        return !whole;
    }

    /** The class {@code LongMethod}, with a method {@code f} of so many statements. */
    public String source(int statements) {
        var text = new StringBuilder("public class LongMethod {\n" + HELPER + "static " + result() + " f(" + parameters + ") {\n" + before + "\n");
        for (int i = 0; i < statements; i++) {
            text.append(statement.apply(i)).append('\n');
        }
        return text.append(after).append("\n}\n}\n").toString();
    }

    /** Expressions of arguments for {@code f}. */
    public String arguments() {
        return Arrays.stream(parameters.split(", ")).map(p -> switch (p.substring(0, p.indexOf(' '))) {
            case "double[]" -> "java.util.stream.IntStream.range(0, 128).mapToDouble(i -> 1 / (i + 2.0)).toArray()";
            case "float[]" -> "new float[128]";
            case "int[]" -> "java.util.stream.IntStream.range(0, 128).toArray()";
            case "double[][]" -> "new double[8][128]";
            case "double" -> "3.0";
            default -> "3";
        }).collect(Collectors.joining(", "));
    }

    private String result() {
        return parameters.startsWith("int") ? "int" : "double";
    }

    private static String carried(int i) {
        return var(i) + " = Math.sin(" + var(i + 1) + ") * " + var(i + 2) + " + " + var(i) + " * x;";
    }

    private static String var(int i) {
        return "abcd".substring(i & 3, (i & 3) + 1);
    }
}
