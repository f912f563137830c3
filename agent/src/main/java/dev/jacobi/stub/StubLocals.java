package dev.jacobi.stub;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import java.lang.invoke.MethodType;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** Which local variable of a stub's {@code call} holds what. */
final class StubLocals {
    private final MethodType type;
    private final List<Type> inTypes;
    /** By input: as the program has it, and as native code gets it. */
    final int[] raw;
    final int[] flat;
    /** An int[] with the extents of an array of arrays; what a written one was before the call, flat. */
    final int[] dims;
    final int[] was;
    /** When the call began, or 0 when it is not timed; when native code was entered and left. */
    final int start;
    final int in;
    final int out;
    /** Number of elements of all arrays. */
    final int total;
    /** Size of the work, and whether the call works on copies because of it. */
    final int work;
    final int mode;
    /** The last argument of the native method. */
    final int how;
    /** For rows that are made for a result. */
    final int made;
    /** The rows of an array of arrays that need not be packed, by input; else 0. */
    final int[] rows;
    /** Results: arrays, the bits of scalars, or the one value that is returned directly. */
    final int boxes;
    final int bits;
    final int direct;

    StubLocals(MethodType type, Lifted lifted, List<Type> inTypes, List<Integer> byRow) {
        this.type = type;
        this.inTypes = inTypes;
        int next = HiddenClass.size(type);
        start = next;
        in = next + 2;
        out = next + 4;
        total = next + 6;
        boxes = next + 8;
        bits = next + 9;
        direct = next + 10;
        work = next + 12;
        mode = next + 14;
        how = next + 15;
        made = next + 16;
        next += 17;
        raw = new int[inTypes.size()];
        flat = new int[raw.length];
        dims = new int[raw.length];
        was = new int[raw.length];
        rows = new int[raw.length];
        for (int k = 0; k < raw.length; k++) {
            if (lifted.inputs().get(k) instanceof Lifted.Source.Arg a && a.path().isEmpty()) {
                raw[k] = param(a.index());
            } else {
                raw[k] = next;
                next += 2;
            }
            flat[k] = raw[k];
            if (inTypes.get(k).rank() > 1) {
                flat[k] = next++;
                dims[k] = next++;
                was[k] = next++;
                rows[k] = byRow.contains(k) ? next++ : 0;
            }
        }
    }

    /** The slot of a parameter of the method. */
    int param(int index) {
        return HiddenClass.size(type.dropParameterTypes(index, type.parameterCount()));
    }

    int load(int k) {
        return load(inTypes.get(k));
    }

    int store(int k) {
        return store(inTypes.get(k));
    }

    static int store(Type t) {
        return t.isScalar() ? org.objectweb.asm.Type.getType(javaType(t.dtype())).getOpcode(Opcodes.ISTORE) : Opcodes.ASTORE;
    }

    /** Java's primitive type for elements of a dtype. */
    static Class<?> javaType(DType t) {
        return t.array(0).getClass().getComponentType();
    }

    static int load(Type t) {
        return store(t) - Opcodes.ISTORE + Opcodes.ILOAD;
    }
}
