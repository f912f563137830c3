package dev.jacobi.stub.size;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words that a native method's arguments take, of which the JVM allows 255 (a long or double takes two). What a program takes has to be passed; arrays of arrays row by row, and arrays that are made
 * in front of the call for its results, are passed as far as there is room for them.
 */
public final class ArgumentWords {
    private static final int MOST = 255;
    /** Two arrays for boxed results, and the mode. */
    private static final int ALWAYS = 3;
    private int left = MOST - ALWAYS;

    /** Refuses a program that takes too much. */
    public ArgumentWords(Lifted lifted) {
        Func entry = lifted.module().get(lifted.entry());
        entry.in().forEach(v -> left -= words(v.type()));
        if (left < 0) {
            throw new Refusal(ReasonCode.TOO_LARGE, "it takes " + entry.in().size() + " arrays and numbers, which is more than one native method can", lifted.entry());
        }
    }

    private static int words(Type t) {
        return t.isScalar() ? t.dtype() == DType.F64 || t.dtype() == DType.I64 ? 2 : 1 : 1 + t.rank();
    }

    /** The inputs that may come row by row: all or none of these. */
    public Set<Integer> rows(Set<Integer> wanted) {
        if (wanted.size() > left) {
            return Set.of();
        }
        left -= wanted.size();
        return wanted;
    }

    /** The first results with extents known beforehand for which there is room. */
    public SortedMap<Integer, List<Size>> results(SortedMap<Integer, List<Size>> wanted) {
        var out = new TreeMap<Integer, List<Size>>();
        wanted.forEach((k, extents) -> {
            int words = extents.size() == 1 ? 2 : 4;
            if (words <= left) {
                left -= words;
                out.put(k, extents);
            }
        });
        return out;
    }
}
