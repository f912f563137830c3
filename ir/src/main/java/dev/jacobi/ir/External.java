package dev.jacobi.ir;

import java.util.Set;

/**
 * Functions that a call may name though no module holds them: {@code StrictMath.sin} and its like, on one or two f64 scalars
 * with an f64 result, bit for bit as in {@link StrictMath}.
 */
public final class External {
    private static final String PREFIX = "StrictMath.";
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
        return PREFIX + function;
    }

    /** Whether a called function is one of these. */
    public static boolean is(String name) {
        return name.startsWith(PREFIX);
    }

    /** A call of such a function: pure and total, unlike other calls. */
    public static boolean is(Eqn e) {
        return e.params() instanceof Params.Call c && is(c.name());
    }

    static double call(String name, double a, double b) {
        return switch (name.substring(PREFIX.length())) {
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
            default -> throw new IllegalStateException("call of " + name + ", which is not known");
        };
    }
}
