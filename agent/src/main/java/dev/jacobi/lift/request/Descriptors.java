package dev.jacobi.lift.request;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Java's letters for the types of elements. */
public final class Descriptors {
    private static final Map<String, DType> TYPES = Map.of("Z", DType.BOOL, "B", DType.I8, "S", DType.I16, "C", DType.U16, "I", DType.I32, "J", DType.I64,
        "F", DType.F32, "D", DType.F64);
    private static final Map<String, DType> BOXED = Map.of("java/lang/Boolean", DType.BOOL, "java/lang/Byte", DType.I8, "java/lang/Short", DType.I16,
        "java/lang/Character", DType.U16, "java/lang/Integer", DType.I32, "java/lang/Long", DType.I64, "java/lang/Float", DType.F32, "java/lang/Double", DType.F64);

    private Descriptors() {
    }

    /** Element type of a field or array descriptor's letter; null for anything but a primitive. */
    public static DType dtype(String desc) {
        return TYPES.get(desc);
    }

    /** What the objects of a class box; null for other classes. */
    public static DType boxed(String cls) {
        return BOXED.get(cls);
    }

    /** The internal name of the class that boxes numbers of a Java type. */
    public static String box(DType d) {
        return keyOf(BOXED, d);
    }

    /** The type of a number or of an array of numbers; {@code dim} gives its extents. */
    public static Type type(String desc, Supplier<Dim> dim) {
        int rank = desc.lastIndexOf('[') + 1;
        var extents = new ArrayList<Dim>();
        for (int axis = 0; axis < rank; axis++) {
            extents.add(dim.get());
        }
        return new Type(dtype(desc.substring(rank)), List.copyOf(extents));
    }

    /** The letter of a Java type; throws for others. */
    public static String letter(DType d) {
        return keyOf(TYPES, d);
    }

    private static String keyOf(Map<String, DType> map, DType d) {
        return map.keySet().stream().filter(k -> map.get(k) == d).findFirst().orElseThrow(() -> new IllegalArgumentException("not a Java type"));
    }
}
