// Pure methods of the JDK that generated programs call, with exact results, or made so: how exact Math.sin is has its own tests.
package dev.jacobi.fuzz;

import java.util.List;

/**
 * Signatures in one letter per type: result first ({@code IIL} is an int of an int and a long), then the method. {@code copySign} is
 * StrictMath's, as that of Math shows the sign of a NaN.
 */
final class Library {
    private static final List<String> METHODS = List.of(
            "II Math.abs", "JJ Math.abs", "FF Math.abs", "DD Math.abs", "III Math.max", "JJJ Math.max", "FFF Math.max", "DDD Math.max",
            "III Math.min", "JJJ Math.min", "FFF Math.min", "DDD Math.min", "DD Math.sqrt", "DD Math.floor", "DD Math.ceil", "DD Math.rint",
            "JD Math.round", "IF Math.round", "DD Math.signum", "FF Math.signum", "DDD StrictMath.copySign", "FFF StrictMath.copySign",
            "III Math.floorMod", "III Math.floorDiv", "JJJ Math.floorMod", "JJJ Math.floorDiv", "III Math.addExact", "JJJ Math.subtractExact",
            "III Math.multiplyExact", "IJ Math.toIntExact", "II Math.negateExact", "JJJ Math.multiplyHigh", "DDDD Math.fma", "FFFF Math.fma",
            "DD Math.ulp", "ID Math.getExponent", "DD Math.nextUp", "FF Math.nextDown", "DDI Math.scalb", "DDD Math.IEEEremainder",
            "II Integer.bitCount", "II Integer.reverse", "II Integer.reverseBytes", "II Integer.highestOneBit", "II Integer.lowestOneBit",
            "II Integer.numberOfLeadingZeros", "II Integer.numberOfTrailingZeros", "III Integer.rotateLeft", "III Integer.rotateRight",
            "II Integer.signum", "III Integer.compare", "III Integer.compareUnsigned", "III Integer.divideUnsigned",
            "III Integer.remainderUnsigned", "III Integer.max", "III Integer.sum", "JI Integer.toUnsignedLong", "II Integer.hashCode",
            "IJ Long.bitCount", "JJ Long.reverse", "JJ Long.highestOneBit", "IJ Long.numberOfLeadingZeros", "IJ Long.numberOfTrailingZeros",
            "JJI Long.rotateLeft", "JJI Long.rotateRight", "IJ Long.signum", "IJJ Long.compare", "IJJ Long.compareUnsigned",
            "JJJ Long.min", "IJ Long.hashCode", "JJJ Long.divideUnsigned", "IF Float.floatToIntBits", "FI Float.intBitsToFloat",
            "ZF Float.isNaN", "ZF Float.isInfinite", "IFF Float.compare", "JD Double.doubleToLongBits", "DJ Double.longBitsToDouble",
            "ZD Double.isNaN", "ZD Double.isFinite", "IDD Double.compare", "ID Double.hashCode", "FFF Float.max", "DDD Double.sum",
            "IB Byte.toUnsignedInt", "ISS Short.compare", "SS Short.reverseBytes", "CC Character.reverseBytes", "ICC Character.compare",
            "ZZZ Boolean.logicalXor", "IZ Boolean.hashCode",
            "DD StrictMath.sqrt", "DD StrictMath.floor", "DD StrictMath.ceil", "DD StrictMath.rint", "DD StrictMath.abs",
            "DDD StrictMath.max", "DD StrictMath.exp", "DD StrictMath.cbrt", "DDD StrictMath.hypot", "DDD StrictMath.pow", "DD StrictMath.sin",
            "DD StrictMath.log", "DDD StrictMath.atan2", "DD StrictMath.tanh", "III StrictMath.floorMod",
            "IJI Math.floorMod", "JJI Math.floorDiv", "JJI Math.multiplyExact", "JII Math.multiplyFull", "II Math.incrementExact", "JJ Math.decrementExact",
            "JJ Math.negateExact", "III Math.subtractExact", "JJJ Math.addExact", "II Math.absExact", "DD Math.toRadians", "DD Math.toDegrees",
            "DDD Math.nextAfter", "FFD Math.nextAfter", "FF Math.ulp", "IF Math.getExponent", "DD Math.nextDown", "FF Math.nextUp", "FFI Math.scalb",
            "III Integer.min", "JJJ Long.max", "JJJ Long.sum", "JJ Long.reverseBytes", "JJ Long.lowestOneBit", "JJJ Long.remainderUnsigned", "FFF Float.min",
            "FFF Float.sum", "ZF Float.isFinite", "IF Float.hashCode", "ZD Double.isInfinite",
            "DDD Double.max", "DDD Double.min", "IBB Byte.compare", "JB Byte.toUnsignedLong", "IB Byte.hashCode", "ISS Short.compareUnsigned",
            "IS Short.toUnsignedInt", "JS Short.toUnsignedLong", "ZC Character.isDigit(latin", "ZC Character.isLetter(latin", "ZC Character.isWhitespace(latin",
            "CC Character.toUpperCase(latin", "CC Character.toLowerCase(latin", "IC Character.hashCode", "ZC Character.isSurrogate", "ZZZ Boolean.logicalAnd",
            "ZZZ Boolean.logicalOr", "IZZ Boolean.compare", "ICI Character.digit", "CII Character.forDigit",
            "DD near(Math.sin", "DD near(Math.cos", "DD near(Math.tan", "DD near(Math.asin", "DD near(Math.acos", "DD near(Math.atan", "DD near(Math.exp",
            "DD near(Math.expm1", "DD near(Math.log", "DD near(Math.log1p", "DD near(Math.log10", "DD near(Math.cbrt", "DD near(Math.sinh",
            "DD near(Math.cosh", "DD near(Math.tanh", "DDD near(Math.pow", "DDD near(Math.atan2", "DDD near(Math.hypot",
            "DD square", "DD root", "DD first");
    /**
     * Makes equal what differs by a few units in the last place of a double, as two implementations of {@code Math.sin} may: but for one value
     * in 2^28, both have the same nearest float. The factor keeps exact results like 0.5 away from the borders. NaN
     * loses its sign, which nobody promises.
     */
    static final String NEAR = "static double near(double x) { return x != x ? Double.NaN : (float) (x * 1.0000000123); }\n"
            // what HotSpot computes exactly, in every mode
            + "static double square(double x) { return Math.pow(x, 2); }\nstatic double root(double x) { return Math.pow(x, 0.5); }\nstatic double first(double x) { return Math.pow(x, 1); }\n"
            + "static char latin(char x) { return (char) (x & 255); }\n";

    private Library() {
    }

    /** A signature with the given result. */
    static String pick(Context c, JType result) {
        char letter = letter(result);
        List<String> fit = METHODS.stream().filter(m -> m.charAt(0) == letter).toList();
        return fit.isEmpty() ? null : c.pick(fit);
    }

    static JType type(char letter) {
        return switch (letter) {
            case 'Z' -> JType.BOOLEAN;
            case 'B' -> JType.BYTE;
            case 'S' -> JType.SHORT;
            case 'C' -> JType.CHAR;
            case 'I' -> JType.INT;
            case 'J' -> JType.LONG;
            case 'F' -> JType.FLOAT;
            default -> JType.DOUBLE;
        };
    }

    private static char letter(JType t) {
        return t.javaClass().descriptorString().charAt(0);
    }
}
