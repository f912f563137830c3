// Pure methods of the JDK that generated programs call, with exact results only: transcendental Math.* has its own tests.
package dev.jacobi.fuzz;

import java.util.List;

/** Signatures in one letter per type: result first ({@code IIL} is an int of an int and a long), then the method. */
final class Library {
    private static final List<String> METHODS = List.of(
            "II Math.abs", "JJ Math.abs", "FF Math.abs", "DD Math.abs", "III Math.max", "JJJ Math.max", "FFF Math.max", "DDD Math.max",
            "III Math.min", "JJJ Math.min", "FFF Math.min", "DDD Math.min", "DD Math.sqrt", "DD Math.floor", "DD Math.ceil", "DD Math.rint",
            "JD Math.round", "IF Math.round", "DD Math.signum", "FF Math.signum", "DDD Math.copySign", "FFF Math.copySign",
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
            "DDD StrictMath.max", "DD StrictMath.exp", "DD StrictMath.cbrt", "DDD StrictMath.hypot", "DDD StrictMath.pow");

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
