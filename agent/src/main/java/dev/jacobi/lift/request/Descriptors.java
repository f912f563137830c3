package dev.jacobi.lift.request;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Java's letters for the types of elements. */
public final class Descriptors {
    private Descriptors() {
    }

    /** Element type of a field or array descriptor's letter; null for anything but a primitive. */
    public static DType dtype(String desc) {
        return switch (desc) {
            case "Z" -> DType.BOOL;
            case "B" -> DType.I8;
            case "S" -> DType.I16;
            case "C" -> DType.U16;
            case "I" -> DType.I32;
            case "J" -> DType.I64;
            case "F" -> DType.F32;
            case "D" -> DType.F64;
            default -> null;
        };
    }

    /** The type of a number or of an array of numbers; {@code dim} gives its extents. */
    public static Type type(String desc, Supplier<Dim> dim) {
        int rank = desc.lastIndexOf('[') + 1;
        return new Type(dtype(desc.substring(rank)), Stream.generate(dim).limit(rank).toList());
    }

    /** The letter of a Java type; throws for others. */
    public static String letter(DType d) {
        return switch (d) {
            case BOOL -> "Z";
            case I8 -> "B";
            case I16 -> "S";
            case U16 -> "C";
            case I32 -> "I";
            case I64 -> "J";
            case F32 -> "F";
            case F64 -> "D";
            case F16, BF16 -> throw new IllegalArgumentException("not a Java type");
        };
    }
}
