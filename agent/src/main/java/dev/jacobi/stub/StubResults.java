package dev.jacobi.stub;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.stub.rows.NewArrays;
import dev.jacobi.stub.rows.RowArrays;
import dev.jacobi.stub.size.Size;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Emits the code that makes a call's Java result from what the native method returned. */
final class StubResults {
    private final CodeBuilder code;
    private final StubLocals at;
    private final Signature signature;
    private final FieldAccess access;
    private final Set<Integer> donated;

    StubResults(CodeBuilder code, StubLocals at, Signature signature, FieldAccess access, Lifted lifted) {
        this.code = code;
        this.at = at;
        this.signature = signature;
        this.access = access;
        this.donated = NativeStub.donatedOutputs(lifted);
    }

    /** Pushes the value of a result as a value of the (erased) class. */
    void push(Lifted.Result r, Class<?> as) {
        if (r instanceof Lifted.Result.Scalar s) {
            scalar(s.output());
            narrow(s.desc().charAt(0));
        } else if (r instanceof Lifted.Result.NewArray a) {
            array(a.output(), a.desc());
        } else if (r instanceof Lifted.Result.Same s) {
            code.refs(at.raw[s.input()]);
        } else if (r instanceof Lifted.Result.New n) {
            MethodHandle make = access.constructor(n);
            MethodType t = HiddenClass.erased(make.type());
            code.invoke(make.asType(t), () -> {
                for (int i = 0; i < n.args().size(); i++) {
                    push(n.args().get(i), t.parameterType(i));
                }
            });
        } else if (r instanceof Lifted.Result.Choice x) {
            choice(x, as);
        } else if (r instanceof Lifted.Result.Tuple t) {
            tuple(t);
        } else {
            code.op(Opcodes.ACONST_NULL);
        }
    }

    private void tuple(Lifted.Result.Tuple t) {
        code.number(t.parts().size()).type(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int i = 0; i < t.parts().size(); i++) {
            code.op(Opcodes.DUP).number(i);
            push(t.parts().get(i), Object.class);
            if (t.parts().get(i) instanceof Lifted.Result.Scalar s) {
                Class<?> box = MethodType.fromMethodDescriptorString("()" + s.desc(), null).wrap().returnType();
                code.call(box, "valueOf", "(" + s.desc() + ")" + box.descriptorString());
            }
            code.op(Opcodes.AASTORE);
        }
    }

    private void choice(Lifted.Result.Choice x, Class<?> as) {
        scalar(x.output());
        Label end = new Label();
        Label[] cases = x.options().stream().map(o -> new Label()).toArray(Label[]::new);
        code.choose(cases);
        for (int i = 0; i < cases.length; i++) {
            code.mark(cases[i]);
            push(x.options().get(i), as);
            code.jump(Opcodes.GOTO, end);
        }
        code.mark(end);
        if (as.isArray()) {
            code.type(Opcodes.CHECKCAST, org.objectweb.asm.Type.getInternalName(as));
        }
    }

    /** The position among the native method's results of an output. */
    private int position(int output) {
        int p = 0;
        for (int i = 0; i < output; i++) {
            p += donated.contains(i) ? 0 : 1;
        }
        return p;
    }

    /** The first word in {@code bits} of a result. */
    private int word(int position) {
        int w = 0;
        for (int i = 0; i < position; i++) {
            Type t = signature.results().get(i);
            w += t.isScalar() ? 1 : t.rank() > 1 ? t.rank() : 0;
        }
        return w;
    }

    private void scalar(int output) {
        int p = position(output);
        Type t = signature.results().get(p);
        if (!signature.boxed()) {
            code.local(StubLocals.load(t), at.direct);
            return;
        }
        code.refs(at.bits).number(word(p)).op(Opcodes.LALOAD);
        switch (t.dtype()) {
            case I64 -> {
            }
            case F64 -> code.call(Double.class, "longBitsToDouble", "(J)D");
            case F32 -> code.op(Opcodes.L2I).call(Float.class, "intBitsToFloat", "(I)F");
            case I32 -> code.op(Opcodes.L2I);
            case I8 -> code.op(Opcodes.L2I, Opcodes.I2B);
            case I16, F16, BF16 -> code.op(Opcodes.L2I, Opcodes.I2S);
            case U16 -> code.op(Opcodes.L2I, Opcodes.I2C);
            case BOOL -> code.op(Opcodes.L2I, Opcodes.ICONST_1, Opcodes.IAND);
        }
    }

    private void narrow(char desc) {
        switch (desc) {
            case 'B' -> code.op(Opcodes.I2B);
            case 'S' -> code.op(Opcodes.I2S);
            case 'C' -> code.op(Opcodes.I2C);
            default -> {
            }
        }
    }

    /** Pushes the array that is an output. */
    void array(int output, String desc) {
        int p = position(output);
        Type t = signature.results().get(p);
        if (!signature.boxed()) {
            code.refs(at.direct);
            return;
        }
        int box = (int) signature.results().subList(0, p).stream().filter(r -> !r.isScalar()).count();
        code.refs(at.boxes).number(box).op(Opcodes.AALOAD);
        if (t.rank() > 1) {
            primitive(code, t.dtype()).refs(at.bits).number(word(p)).number(t.rank())
                .call(NestedArrayPacking.class, "nested", "(Ljava/lang/Object;Ljava/lang/Class;[JII)Ljava/lang/Object;");
            // where the result has it once more, it is the same object
            code.op(Opcodes.DUP).refs(at.boxes).op(Opcodes.SWAP).number(box).op(Opcodes.SWAP, Opcodes.AASTORE);
        }
        code.type(Opcodes.CHECKCAST, desc);
    }

    /** Pushes a new array for a result of this length, and its length. */
    void make(DType t, Size length) {
        primitive(code, t);
        size(length);
        code.call(NewArrays.class, "of", "(Ljava/lang/Class;J)Ljava/lang/Object;").type(Opcodes.CHECKCAST, "[" + descriptor(t)).op(Opcodes.DUP, Opcodes.ARRAYLENGTH);
    }

    /** Pushes new rows for a result of these extents or null, the number of rows, their length, and whether there are any. */
    void makeRows(DType t, List<Size> extents, boolean inPlace, boolean findsArrays) {
        size(extents.get(0));
        for (int d = 1; d < extents.size(); d++) {
            size(extents.get(d));
            if (d < extents.size() - 1) {
                code.call(RowArrays.class, "times", "(JJ)J");
            }
        }
        primitive(code, t).number(t.bytes()).number(findsArrays ? 1 : 0);
        mode(inPlace);
        code.call(RowArrays.class, "made", "(JJLjava/lang/Class;IZI)[Ljava/lang/Object;").local(Opcodes.ASTORE, at.made).refs(at.made);
        for (String what : List.of("count", "width")) {
            code.refs(at.made).call(RowArrays.class, what, "([Ljava/lang/Object;)I");
        }
        code.refs(at.made).call(RowArrays.class, "areRows", "(Ljava/lang/Object;)I");
    }

    /** Pushes how the call takes rows: as the native method takes arrays, and as copies where its code never has arrays where they lie. */
    void mode(boolean inPlace) {
        if (inPlace) {
            code.local(Opcodes.ILOAD, at.how);
        } else {
            code.number(Signature.COPY);
        }
    }

    /** Pushes a size as a long. */
    private void size(Size s) {
        if (s instanceof Size.Number n) {
            code.number(n.value());
        } else if (s instanceof Size.Scalar x) {
            code.local(at.load(x.input()), at.flat[x.input()]);
            if (at.load(x.input()) == Opcodes.ILOAD) {
                code.op(Opcodes.I2L);
            }
        } else if (s instanceof Size.Extent e) {
            boolean nested = at.dims[e.input()] > 0;
            code.refs(nested ? at.dims[e.input()] : at.flat[e.input()]);
            if (nested) {
                code.number(e.axis()).op(Opcodes.IALOAD);
            } else {
                code.op(Opcodes.ARRAYLENGTH);
            }
            code.op(Opcodes.I2L);
        } else if (s instanceof Size.When w) {
            when(w);
        } else {
            Size.Of o = (Size.Of) s;
            size(o.a());
            size(o.b());
            if (o.prim() == Prim.MIN || o.prim() == Prim.MAX) {
                code.call(Math.class, o.prim() == Prim.MIN ? "min" : "max", "(JJ)J");
            } else {
                code.op(operation(o.prim()));
            }
        }
    }

    private void when(Size.When w) {
        Label holds = new Label();
        Label end = new Label();
        size(w.a());
        size(w.b());
        code.op(Opcodes.LCMP).jump(ifZero(w.test()), holds);
        size(w.whenFalse());
        code.jump(Opcodes.GOTO, end).mark(holds);
        size(w.whenTrue());
        code.mark(end);
    }

    private static int operation(Prim p) {
        if (p == Prim.ADD || p == Prim.SUB) {
            return p == Prim.ADD ? Opcodes.LADD : Opcodes.LSUB;
        }
        return p == Prim.MUL ? Opcodes.LMUL : p == Prim.DIV ? Opcodes.LDIV : Opcodes.LREM;
    }

    private static int ifZero(Prim test) {
        if (test == Prim.EQ || test == Prim.NE) {
            return test == Prim.EQ ? Opcodes.IFEQ : Opcodes.IFNE;
        }
        return test == Prim.LT ? Opcodes.IFLT : test == Prim.LE ? Opcodes.IFLE : test == Prim.GT ? Opcodes.IFGT : Opcodes.IFGE;
    }

    /** Pushes the Class of a primitive. */
    static CodeBuilder primitive(CodeBuilder code, DType t) {
        return code.field(Opcodes.GETSTATIC, MethodType.methodType(StubLocals.javaType(t)).wrap().returnType(), "TYPE", "Ljava/lang/Class;");
    }

    static String descriptor(DType t) {
        return StubLocals.javaType(t).descriptorString();
    }
}
