package dev.jacobi.ir;

/**
 * Functions that a call may name though no module holds them: {@code StrictMath.sin} and its like, on one or two f64 scalars
 * with an f64 result, bit for bit as in {@link StrictMath}.
 */
final class External {
    private static final String PREFIX = "StrictMath.";

    private External() {
    }

    static boolean is(String name) {
        return name.startsWith(PREFIX);
    }

    /** A call of such a function: pure and total, unlike other calls. */
    static boolean is(Eqn e) {
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
