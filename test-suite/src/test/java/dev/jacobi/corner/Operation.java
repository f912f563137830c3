// One row of the corner matrix: an expression of one or two typed operands, and the Java class that evaluates it in every way.
package dev.jacobi.corner;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code form} is source with {@code $a} and {@code $b}; {@code b} is null for one operand. {@code divides}: throws when b is 0. */
record Operation(String form, Class<?> a, Class<?> b, Class<?> result, boolean divides) {
    String className(int number) {
        return String.format(Locale.ROOT, "Corner%03d", number);
    }

    /** The rows: every operator and conversion of the language over every type it takes. */
    static List<Operation> all() {
        List<Operation> rows = new ArrayList<>();
        List<Class<?>> wide = List.of(int.class, long.class, float.class, double.class);
        List<Class<?>> numbers = List.of(byte.class, short.class, char.class, int.class, long.class, float.class, double.class);
        for (Class<?> t : wide) {
            boolean integer = t == int.class || t == long.class;
            for (String op : integer ? List.of("+", "-", "*", "/", "%", "&", "|", "^") : List.of("+", "-", "*", "/", "%")) {
                rows.add(new Operation("$a " + op + " $b", t, t, t, integer && (op.equals("/") || op.equals("%"))));
            }
            for (String op : List.of("max", "min")) {
                rows.add(new Operation("Math." + op + "($a, $b)", t, t, t, false));
            }
            rows.add(new Operation("-$a", t, null, t, false));
            rows.add(new Operation("Math.abs($a)", t, null, t, false));
            String box = t == int.class ? "Integer" : t.getName().substring(0, 1).toUpperCase(Locale.ROOT) + t.getName().substring(1);
            rows.add(new Operation(box + ".compare($a, $b)", t, t, int.class, false));
        }
        for (Class<?> t : List.of(int.class, long.class)) {
            rows.add(new Operation("~$a", t, null, t, false));
            for (String op : List.of("<<", ">>", ">>>")) {
                rows.add(new Operation("$a " + op + " $b", t, int.class, t, false));
                rows.add(new Operation("$a " + op + " $b", t, long.class, t, false));
            }
        }
        for (Class<?> t : numbers) {
            for (String op : List.of("<", "<=", ">", ">=", "==", "!=")) {
                rows.add(new Operation("$a " + op + " $b", t, t, boolean.class, false));
                if (t == float.class || t == double.class) {
                    rows.add(new Operation("!($a " + op + " $b)", t, t, boolean.class, false));
                    rows.add(new Operation("($a " + op + " $b ? $a : $b)", t, t, t, false));
                }
            }
            for (Class<?> to : numbers) {
                if (to != t) {
                    rows.add(new Operation("(" + to + ") $a", t, null, to, false));
                }
            }
        }
        for (Class<?> t : List.of(byte.class, short.class, char.class)) {
            for (String op : List.of("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>")) {
                rows.add(new Operation("(" + t + ") ($a " + op + " $b)", t, int.class, t, op.equals("/") || op.equals("%")));
            }
        }
        for (String op : List.of("+", "*", "/")) {
            rows.add(new Operation("(int) ($a " + op + " $b)", int.class, double.class, int.class, false));
            rows.add(new Operation("(long) ($a " + op + " $b)", long.class, float.class, long.class, false));
        }
        for (String op : List.of("&", "|", "^", "==", "&&", "||")) {
            rows.add(new Operation("$a " + op + " $b", boolean.class, boolean.class, boolean.class, false));
        }
        rows.add(new Operation("!$a", boolean.class, null, boolean.class, false));
        exactMath(rows);
        return rows;
    }

    private static void exactMath(List<Operation> rows) {
        for (String m : List.of("Math.sqrt", "Math.floor", "Math.ceil", "Math.rint", "Math.signum", "Math.ulp", "Math.nextUp")) {
            rows.add(new Operation(m + "($a)", double.class, null, double.class, false));
        }
        rows.add(new Operation("Math.round($a)", double.class, null, long.class, false));
        rows.add(new Operation("Math.round($a)", float.class, null, int.class, false));
        rows.add(new Operation("(float) Math.sqrt($a)", float.class, null, float.class, false));
        rows.add(new Operation("Math.fma($a, $b, $a)", double.class, double.class, double.class, false));
        rows.add(new Operation("Math.fma($a, $b, $b)", float.class, float.class, float.class, false));
        rows.add(new Operation("Math.copySign($a, $b)", double.class, double.class, double.class, false));
        rows.add(new Operation("StrictMath.copySign($a, -$b)", double.class, double.class, double.class, false));
        rows.add(new Operation("StrictMath.copySign($a, -$b)", float.class, float.class, float.class, false));
        for (String m : List.of("bitCount", "numberOfLeadingZeros", "numberOfTrailingZeros", "reverse", "reverseBytes", "highestOneBit")) {
            rows.add(new Operation("Integer." + m + "($a)", int.class, null, int.class, false));
            rows.add(new Operation("Long." + m + "($a)", long.class, null, m.startsWith("b") || m.startsWith("n") ? int.class : long.class, false));
        }
        for (String m : List.of("rotateLeft", "rotateRight")) {
            rows.add(new Operation("Integer." + m + "($a, $b)", int.class, int.class, int.class, false));
            rows.add(new Operation("Long." + m + "($a, $b)", long.class, int.class, long.class, false));
        }
        for (String m : List.of("floorDiv", "floorMod")) {
            rows.add(new Operation("Math." + m + "($a, $b)", int.class, int.class, int.class, true));
            rows.add(new Operation("Math." + m + "($a, $b)", long.class, long.class, long.class, true));
        }
        rows.add(new Operation("Integer.divideUnsigned($a, $b)", int.class, int.class, int.class, true));
        rows.add(new Operation("Long.remainderUnsigned($a, $b)", long.class, long.class, long.class, true));
        rows.add(new Operation("Math.multiplyHigh($a, $b)", long.class, long.class, long.class, false));
        rows.add(new Operation("Float.floatToIntBits($a)", float.class, null, int.class, false));
        rows.add(new Operation("Double.doubleToLongBits($a)", double.class, null, long.class, false));
    }

    /** All pairs of edge values (or all values) as operand arrays; zeros of b left out on demand. */
    List<Object> operands(boolean zeros) {
        Object x = Corners.values(a);
        if (b == null) {
            return List.of(x);
        }
        Object y = Corners.values(b);
        List<Object> as = new ArrayList<>();
        List<Object> bs = new ArrayList<>();
        for (int i = 0; i < Array.getLength(x); i++) {
            for (int j = 0; j < Array.getLength(y); j++) {
                if (zeros || !isZero(Array.get(y, j))) {
                    as.add(Array.get(x, i));
                    bs.add(Array.get(y, j));
                }
            }
        }
        return List.of(pack(a, as), pack(b, bs));
    }

    private static boolean isZero(Object v) {
        return v instanceof Character c ? c == 0 : v instanceof Number n && n.doubleValue() == 0;
    }

    private static Object pack(Class<?> type, List<Object> values) {
        Object array = Array.newInstance(type, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    /** The class: {@code one} on scalars, {@code all} over arrays, {@code left} and {@code right} with one operand constant. */
    String source(String name) {
        StringBuilder s = new StringBuilder("public final class " + name + " {\n");
        String params = a + " a" + (b == null ? "" : ", " + b + " b");
        s.append("public static " + result + " one(" + params + ") { return " + with("a", "b") + "; }\n");
        String arrays = a + "[] a, " + (b == null ? "" : b + "[] b, ") + result + "[] r";
        s.append("public static void all(" + arrays + ") { for (int i = 0; i < r.length; i++) { r[i] = " + with("a[i]", "b[i]") + "; } }\n");
        if (b != null) {
            constants(s, "left", b, a);
            constants(s, "right", a, b);
        }
        return s.append("}\n").toString();
    }

    /** A method with every edge value of the constant operand's type in it. */
    private void constants(StringBuilder s, String name, Class<?> variable, Class<?> constant) {
        Object values = Corners.values(constant);
        s.append("public static void " + name + "(" + variable + " v, " + result + "[] r) {\n");
        for (int i = 0; i < Array.getLength(values); i++) {
            boolean zero = divides && name.equals("right") && isZero(Array.get(values, i));
            String c = Corners.literal(zero ? one(constant) : Array.get(values, i));
            s.append("r[" + i + "] = " + (name.equals("left") ? with(c, "v") : with("v", c)) + ";\n");
        }
        s.append("}\n");
    }

    private static Object one(Class<?> type) {
        return type == long.class ? (Object) 1L : (Object) 1;
    }

    private String with(String x, String y) {
        return form.replace("$a", x).replace("$b", y);
    }

    @Override
    public String toString() {
        return form.replace("$a", a + " a").replace("$b", b + " b") + " -> " + result;
    }
}
