package dev.jacobi.stub;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Signature;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Emits the code that makes a call's Java result from what the native method returned. */
final class StubResults {
    private static final String ROWS = "dev/jacobi/stub/NestedArrayPacking";
    private final HiddenClass c;
    private final MethodVisitor mv;
    private final StubLocals at;
    private final Signature signature;
    private final FieldAccess access;
    private final Set<Integer> donated;

    StubResults(HiddenClass c, MethodVisitor mv, StubLocals at, Signature signature, FieldAccess access, Lifted lifted) {
        this.c = c;
        this.mv = mv;
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
            mv.visitVarInsn(Opcodes.ALOAD, at.raw(s.input()));
        } else if (r instanceof Lifted.Result.New n) {
            MethodHandle make = access.constructor(n);
            MethodType t = HiddenClass.erased(make.type());
            c.invoke(mv, make.asType(t), () -> {
                for (int i = 0; i < n.args().size(); i++) {
                    push(n.args().get(i), t.parameterType(i));
                }
            });
        } else if (r instanceof Lifted.Result.Choice x) {
            choice(x, as);
        } else if (r instanceof Lifted.Result.Tuple t) {
            tuple(t);
        } else {
            mv.visitInsn(Opcodes.ACONST_NULL);
        }
    }

    private void tuple(Lifted.Result.Tuple t) {
        number(mv, t.parts().size());
        mv.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int i = 0; i < t.parts().size(); i++) {
            mv.visitInsn(Opcodes.DUP);
            number(mv, i);
            push(t.parts().get(i), Object.class);
            if (t.parts().get(i) instanceof Lifted.Result.Scalar s) {
                String box = MethodType.fromMethodDescriptorString("()" + s.desc(), null).wrap().returnType().getName().replace('.', '/');
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", "(" + s.desc() + ")L" + box + ";", false);
            }
            mv.visitInsn(Opcodes.AASTORE);
        }
    }

    private void choice(Lifted.Result.Choice x, Class<?> as) {
        scalar(x.output());
        Label end = new Label();
        Label[] cases = new Label[x.options().size()];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = new Label();
        }
        mv.visitTableSwitchInsn(0, cases.length - 1, cases[cases.length - 1], cases);
        for (int i = 0; i < cases.length; i++) {
            mv.visitLabel(cases[i]);
            push(x.options().get(i), as);
            mv.visitJumpInsn(Opcodes.GOTO, end);
        }
        mv.visitLabel(end);
        if (as.isArray()) {
            mv.visitTypeInsn(Opcodes.CHECKCAST, org.objectweb.asm.Type.getInternalName(as));
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
        DType t = signature.results().get(p).dtype();
        if (!signature.boxed()) {
            mv.visitVarInsn(StubLocals.store(signature.results().get(p)) - Opcodes.ISTORE + Opcodes.ILOAD, at.direct);
            return;
        }
        mv.visitVarInsn(Opcodes.ALOAD, at.bits);
        number(mv, word(p));
        mv.visitInsn(Opcodes.LALOAD);
        switch (t) {
            case I64 -> {
            }
            case F64 -> mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
            case F32 -> {
                mv.visitInsn(Opcodes.L2I);
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
            }
            case I32 -> mv.visitInsn(Opcodes.L2I);
            case I8 -> shorten(Opcodes.I2B);
            case I16, F16, BF16 -> shorten(Opcodes.I2S);
            case U16 -> shorten(Opcodes.I2C);
            case BOOL -> {
                mv.visitInsn(Opcodes.L2I);
                mv.visitInsn(Opcodes.ICONST_1);
                mv.visitInsn(Opcodes.IAND);
            }
        }
    }

    private void shorten(int opcode) {
        mv.visitInsn(Opcodes.L2I);
        mv.visitInsn(opcode);
    }

    private void narrow(char desc) {
        switch (desc) {
            case 'B' -> mv.visitInsn(Opcodes.I2B);
            case 'S' -> mv.visitInsn(Opcodes.I2S);
            case 'C' -> mv.visitInsn(Opcodes.I2C);
            default -> {
            }
        }
    }

    /** Pushes the array that is an output. */
    void array(int output, String desc) {
        int p = position(output);
        Type t = signature.results().get(p);
        if (!signature.boxed()) {
            mv.visitVarInsn(Opcodes.ALOAD, at.direct);
            return;
        }
        int box = 0;
        for (int i = 0; i < p; i++) {
            box += signature.results().get(i).isScalar() ? 0 : 1;
        }
        mv.visitVarInsn(Opcodes.ALOAD, at.boxes);
        number(mv, box);
        mv.visitInsn(Opcodes.AALOAD);
        if (t.rank() > 1) {
            primitive(mv, t.dtype());
            mv.visitVarInsn(Opcodes.ALOAD, at.bits);
            number(mv, word(p));
            number(mv, t.rank());
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "nested",
                "(Ljava/lang/Object;Ljava/lang/Class;[JII)Ljava/lang/Object;", false);
        }
        mv.visitTypeInsn(Opcodes.CHECKCAST, desc);
    }

    static void number(MethodVisitor mv, int n) {
        if (n >= -1 && n <= 5) {
            mv.visitInsn(Opcodes.ICONST_0 + n);
        } else {
            mv.visitLdcInsn(n);
        }
    }

    /** Pushes the Class of a primitive. */
    static void primitive(MethodVisitor mv, DType t) {
        String box = switch (t) {
            case BOOL -> "Boolean";
            case I8 -> "Byte";
            case I16, F16, BF16 -> "Short";
            case U16 -> "Character";
            case I32 -> "Integer";
            case I64 -> "Long";
            case F32 -> "Float";
            case F64 -> "Double";
        };
        mv.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/" + box, "TYPE", "Ljava/lang/Class;");
    }

    static String descriptor(DType t) {
        return BoxedCall.javaType(t).descriptorString();
    }
}
