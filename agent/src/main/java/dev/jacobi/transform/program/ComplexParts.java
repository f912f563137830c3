package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.request.ValueTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which leaves of values are imaginary parts. Programs take a complex number for two reals and give the derivatives by both; as in JAX, the gradient of a real function is
 * the first minus i times
 * the second, so that a cotangent goes through a complex derivative by multiplication, without conjugation: imaginary parts of cotangents change their sign on the way into
 * a program and out of it.
 */
final class ComplexParts {
    private ComplexParts() {
    }

    /** For each leaf of these values in their order whether it is an imaginary part. */
    static List<Boolean> imaginary(List<ValueTree> values) {
        var out = new ArrayList<Boolean>();
        values.forEach(v -> add(v, out));
        return out;
    }

    /** For each leaf of this value in their order whether it is a part of a complex number. */
    static List<Boolean> complex(ValueTree value) {
        List<Boolean> imaginary = imaginary(List.of(value));
        return IntStream.range(0, imaginary.size()).mapToObj(k -> imaginary.get(k) || k + 1 < imaginary.size() && imaginary.get(k + 1)).toList();
    }

    private static void add(ValueTree v, List<Boolean> out) {
        if (v instanceof ValueTree.Rec r && r.cls().equals(ValueTree.ArrayForm.CLASS)) {
            out.addAll(List.of(false, true));
        } else if (v instanceof ValueTree.Leaf) {
            out.add(false);
        } else {
            v.below().forEach(x -> add(x, out));
        }
    }

    /** A part of a cotangent as the program has it, or as the caller has it. */
    static Atom turned(Builder b, boolean imaginary, Atom part) {
        return imaginary ? b.emit(Prim.NEG, part) : part;
    }
}
