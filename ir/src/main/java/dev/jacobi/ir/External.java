package dev.jacobi.ir;

import java.util.Set;

/**
 * Functions that a call may name though no module holds them: {@code StrictMath.sin} and its like, on one or two f64 scalars
 * with an f64 result, bit for bit as in {@link StrictMath}, and {@code java.lang.Math.sin}, bit for bit as the running JVM's {@link Math}.
 * A back end may also put calls of routines of native libraries in place of array primitives; these are not pure functions of scalars ({@link #isRoutine}).
 */
public final class External {
    private static final String STRICT = "StrictMath.";
    private static final String MATH = "java.lang.Math.";
    private static final String ROUTINE = "library.";
    /** The call {@code () -> bool[]} that says whether routines can be called here; where nobody knows of a library it is false. */
    public static final String READY = ROUTINE + "ready";
    private static final Set<String> ONE = Set.of("sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "log10", "cbrt", "sinh", "cosh", "tanh", "expm1", "log1p");
    private static final Set<String> TWO = Set.of("atan2", "pow", "hypot", "IEEEremainder");

    private External() {
    }

    /** Whether a call may name this function of StrictMath, with so many operands. */
    public static boolean has(String function, int operands) {
        return operands == 1 && ONE.contains(function) || operands == 2 && TWO.contains(function);
    }

    /** The name by which a call reaches a function of StrictMath. */
    public static String strict(String function) {
        return STRICT + function;
    }

    /** The name by which a call reaches the running JVM's function of Math. */
    public static String math(String function) {
        return MATH + function;
    }

    /** What the function of such a name computes: the name without its class. */
    public static String function(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Whether a called function is one of these. */
    public static boolean is(String name) {
        return isStrict(name) || isMath(name);
    }

    public static boolean isStrict(String name) {
        return name.startsWith(STRICT);
    }

    public static boolean isMath(String name) {
        return name.startsWith(MATH);
    }

    /** The name by which a call reaches a routine of a native library. What it overwrites is known to the back end that has put the call there. */
    public static String routine(String name) {
        return ROUTINE + name;
    }

    /** Whether a called function is a routine of a native library. */
    public static boolean isRoutine(String name) {
        return name.startsWith(ROUTINE);
    }

    /** Whether a primitive is one that Math has a function for which may be rounded in more than one way. */
    public static boolean isMath(Prim p) {
        return ONE.contains(p.text()) || TWO.contains(p.text());
    }

    /** A call of such a function: pure and total, unlike other calls. */
    public static boolean is(Eqn e) {
        return e.params() instanceof Params.Call c && is(c.name());
    }

    /** The value; {@code b} is not looked at by functions of one operand. */
    public static double call(String name, double a, double b) {
        return isMath(name) ? math(function(name), a, b) : strict(function(name), a, b);
    }

    private static double strict(String function, double a, double b) {
        return switch (function) {
            case "sin" -> StrictMath.sin(a);
            case "cos" -> StrictMath.cos(a);
            case "tan" -> StrictMath.tan(a);
            case "asin" -> StrictMath.asin(a);
            case "acos" -> StrictMath.acos(a);
            case "atan" -> StrictMath.atan(a);
            case "exp" -> StrictMath.exp(a);
            case "log" -> StrictMath.log(a);
            case "log10" -> StrictMath.log10(a);
            case "cbrt" -> StrictMath.cbrt(a);
            case "sinh" -> StrictMath.sinh(a);
            case "cosh" -> StrictMath.cosh(a);
            case "tanh" -> StrictMath.tanh(a);
            case "expm1" -> StrictMath.expm1(a);
            case "log1p" -> StrictMath.log1p(a);
            case "atan2" -> StrictMath.atan2(a, b);
            case "pow" -> StrictMath.pow(a, b);
            case "hypot" -> StrictMath.hypot(a, b);
            case "IEEEremainder" -> StrictMath.IEEEremainder(a, b);
            default -> throw new IllegalStateException("call of StrictMath." + function + ", which is not known");
        };
    }

    private static double math(String function, double a, double b) {
        return switch (function) {
            case "sin" -> Math.sin(a);
            case "cos" -> Math.cos(a);
            case "tan" -> Math.tan(a);
            case "asin" -> Math.asin(a);
            case "acos" -> Math.acos(a);
            case "atan" -> Math.atan(a);
            case "exp" -> Math.exp(a);
            case "log" -> Math.log(a);
            case "log10" -> Math.log10(a);
            case "cbrt" -> Math.cbrt(a);
            case "sinh" -> Math.sinh(a);
            case "cosh" -> Math.cosh(a);
            case "tanh" -> Math.tanh(a);
            case "expm1" -> Math.expm1(a);
            case "log1p" -> Math.log1p(a);
            case "atan2" -> Math.atan2(a, b);
            case "pow" -> Math.pow(a, b);
            case "hypot" -> Math.hypot(a, b);
            case "IEEEremainder" -> Math.IEEEremainder(a, b);
            default -> throw new IllegalStateException("call of Math." + function + ", which is not known");
        };
    }
}
