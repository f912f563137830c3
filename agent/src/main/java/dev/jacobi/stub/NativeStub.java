package dev.jacobi.stub;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Generates the class that carries a native method and {@code call(args)}, which reads the inputs, calls it, and makes the
 * results. Until the native method has returned nothing is changed, so every exception before means: run the original.
 */
public final class NativeStub {
    public static final String NATIVE = "run";
    private static final String ROWS = "dev/jacobi/stub/NestedArrayPacking";
    private static final String FALLBACKS = "dev/jacobi/stub/Fallbacks";

    private final Lifted lifted;
    private final List<Type> inTypes;
    private final Signature signature;
    private final MethodType type;
    private final FieldAccess access;
    private final Fallbacks fallbacks;
    private final PinningClock clock;
    private final MethodStats stats;
    private final HiddenClass c;
    private final MethodVisitor mv;
    /** Whether the method that is being made only measures. */
    private final boolean trial;
    private final StubLocals at;
    private final StubTiming timing;

    private NativeStub(Lifted lifted, Signature signature, MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats, PinningClock clock) {
        this.lifted = lifted;
        this.inTypes = lifted.module().get(lifted.entry()).in().stream().map(v -> v.type()).toList();
        this.signature = signature;
        this.type = HiddenClass.erased(type);
        this.access = access;
        this.fallbacks = fallbacks;
        this.stats = stats;
        this.clock = clock;
        this.trial = false;
        this.c = new HiddenClass(MethodHandles.lookup(), "Stub");
        c.writer.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_NATIVE, NATIVE, signature.descriptor(), null, null).visitEnd();
        this.mv = c.method("call", this.type.toMethodDescriptorString());
        this.at = new StubLocals(this.type, lifted, inTypes);
        this.timing = new StubTiming(c, mv, at, lifted, stats, clock);
    }

    /** For the trial of the same method, in the same class. */
    private NativeStub(NativeStub s) {
        this.lifted = s.lifted;
        this.inTypes = s.inTypes;
        this.signature = s.signature;
        this.type = s.type;
        this.access = s.access;
        this.fallbacks = s.fallbacks;
        this.stats = s.stats;
        this.clock = s.clock;
        this.trial = true;
        this.c = s.c;
        this.mv = c.method("trial", type.changeReturnType(long.class).toMethodDescriptorString());
        this.at = new StubLocals(type, lifted, inTypes);
        this.timing = new StubTiming(c, mv, at, lifted, stats, clock);
    }

    /**
     * Where the native method is, and the handles of {@code call} and {@code trial}, which is null where it was not asked for; {@code dropped} is for when
     * the class is unloaded.
     */
    public record Defined(Class<?> holder, MethodHandle call, MethodHandle trial, Runnable dropped) {
    }

    /**
     * Defines the class; its native method is bound by the caller. {@code type} is the Java method's; {@code code} as for {@link PinningClock};
     * {@code trials} asks for a {@code trial}, see {@link Kernel}.
     */
    public static Defined define(Lifted lifted, Signature signature, MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats,
            PinningClock.Code code, boolean trials) {
        var clock = new PinningClock(code);
        stats.samples(clock);
        NativeStub s = new NativeStub(lifted, signature, type, access, fallbacks, stats, clock);
        s.emit(type);
        if (trials) {
            new NativeStub(s).emitTrial(type);
        }
        MethodHandles.Lookup l = s.c.define();
        MethodType timed = s.type.changeReturnType(long.class);
        return new Defined(l.lookupClass(), OwnMethods.fixed(l, "call", s.type).asType(type),
            trials ? OwnMethods.fixed(l, "trial", timed).asType(type.changeReturnType(long.class)) : null, () -> stats.settle(clock));
    }

    private void emit(MethodType declared) {
        Label from = new Label();
        Label to = new Label();
        Label deopt = new Label();
        Label other = new Label();
        mv.visitTryCatchBlock(from, to, deopt, "dev/jacobi/woven/Deopt");
        mv.visitTryCatchBlock(from, to, other, "java/lang/Throwable");
        timing.count();
        mv.visitLabel(from);
        gather(declared);
        guards();
        pack();
        timing.total();
        callNative();
        mv.visitLabel(to);
        timing.stamp(at.out);
        writes();
        timing.tick();
        if (type.returnType() == void.class) {
            mv.visitInsn(Opcodes.RETURN);
        } else {
            new StubResults(c, mv, at, signature, access, lifted).push(lifted.result(), type.returnType());
            mv.visitInsn(org.objectweb.asm.Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
        }
        handler(deopt, "deopt", "(Ldev/jacobi/woven/Deopt;)Ldev/jacobi/woven/Deopt;");
        handler(other, "other", "(Ljava/lang/Throwable;)Ldev/jacobi/woven/Deopt;");
        HiddenClass.finish(mv);
    }

    /**
     * Does all that a call does, but on copies of the arrays that it writes to, and static fields stay as they are. Returns how long that took, without the
     * time to make the copies. Whatever is thrown comes out and counts nowhere.
     */
    private void emitTrial(MethodType declared) {
        gather(declared);
        guards();
        scratch();
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        mv.visitVarInsn(Opcodes.LSTORE, at.start);
        timing.cleared();
        pack();
        timing.total();
        callNative();
        timing.stamp(at.out);
        writes();
        if (type.returnType() != void.class) {
            new StubResults(c, mv, at, signature, access, lifted).push(lifted.result(), type.returnType());
            mv.visitInsn(type.returnType() == long.class || type.returnType() == double.class ? Opcodes.POP2 : Opcodes.POP);
        }
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        mv.visitVarInsn(Opcodes.LLOAD, at.start);
        mv.visitInsn(Opcodes.LSUB);
        timing.tick();
        mv.visitInsn(Opcodes.LRETURN);
        HiddenClass.finish(mv);
    }

    /** Exchanges the arrays that the program writes to for copies. */
    private void scratch() {
        for (int k : Aliasing.written(lifted)) {
            if (!inTypes.get(k).isScalar()) {
                mv.visitVarInsn(Opcodes.ALOAD, at.raw(k));
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/jacobi/policy/Scratch", "copy", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
                mv.visitTypeInsn(Opcodes.CHECKCAST, inTypes.get(k).rank() > 1 ? "[Ljava/lang/Object;" : "[" + StubResults.descriptor(inTypes.get(k).dtype()));
                mv.visitVarInsn(Opcodes.ASTORE, at.raw(k));
            }
        }
    }

    private void handler(Label l, String method, String desc) {
        mv.visitLabel(l);
        c.constant(mv, fallbacks, Fallbacks.class);
        mv.visitInsn(Opcodes.SWAP);
        mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FALLBACKS, method, desc, false);
        mv.visitInsn(Opcodes.ATHROW);
    }

    /** Reads what is not an argument itself into locals. */
    private void gather(MethodType declared) {
        for (int k = 0; k < lifted.inputs().size(); k++) {
            Lifted.Source s = lifted.inputs().get(k);
            if (s instanceof Lifted.Source.Arg a && !a.path().isEmpty()) {
                Class<?> param = declared.parameterType(a.index());
                MethodHandle get = access.path(param, a.path());
                get = get.asType(MethodType.methodType(HiddenClass.erased(get.type().returnType()), type.parameterType(a.index())));
                c.invoke(mv, get, () -> mv.visitVarInsn(Opcodes.ALOAD, at.param(a.index())));
                mv.visitVarInsn(at.store(k), at.raw(k));
            } else if (s instanceof Lifted.Source.Static f) {
                MethodHandle get = access.fixed(f);
                c.invoke(mv, get.asType(MethodType.methodType(HiddenClass.erased(get.type().returnType()))), () -> { });
                mv.visitVarInsn(at.store(k), at.raw(k));
            }
        }
    }

    private void guards() {
        for (Aliasing.Pair p : Aliasing.mustBeDisjoint(lifted)) {
            mv.visitVarInsn(Opcodes.ALOAD, at.raw(p.a()));
            mv.visitVarInsn(Opcodes.ALOAD, at.raw(p.b()));
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "disjoint", "(Ljava/lang/Object;Ljava/lang/Object;)V", false);
        }
        for (int k = 0; k < lifted.inputs().size(); k++) {
            if (Aliasing.rowsMustDiffer(lifted, k)) {
                mv.visitVarInsn(Opcodes.ALOAD, at.raw(k));
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "distinct", "([Ljava/lang/Object;)V", false);
            }
        }
    }

    private void pack() {
        Set<Integer> written = Aliasing.written(lifted);
        for (int k = 0; k < lifted.inputs().size(); k++) {
            Type t = inTypes.get(k);
            if (t.rank() > 1) {
                StubResults.number(mv, t.rank());
                mv.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
                mv.visitVarInsn(Opcodes.ASTORE, at.dims(k));
                mv.visitVarInsn(Opcodes.ALOAD, at.raw(k));
                StubResults.primitive(mv, t.dtype());
                mv.visitVarInsn(Opcodes.ALOAD, at.dims(k));
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "pack", "([Ljava/lang/Object;Ljava/lang/Class;[I)Ljava/lang/Object;", false);
                mv.visitTypeInsn(Opcodes.CHECKCAST, "[" + StubResults.descriptor(t.dtype()));
                mv.visitVarInsn(Opcodes.ASTORE, at.flat(k));
                if (written.contains(k)) {
                    mv.visitVarInsn(Opcodes.ALOAD, at.flat(k));
                    mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "copy", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
                    mv.visitVarInsn(Opcodes.ASTORE, at.was(k));
                }
            }
        }
        for (int k = 0; k < lifted.inputs().size(); k++) {
            if (lifted.inputs().get(k) instanceof Lifted.Source.Rows r) {
                mv.visitVarInsn(Opcodes.ALOAD, at.raw(r.array()));
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "identities", "([Ljava/lang/Object;)[I", false);
                mv.visitVarInsn(Opcodes.ASTORE, at.raw(k));
            }
        }
    }

    private void callNative() {
        if (signature.boxed()) {
            StubResults.number(mv, signature.arrays());
            mv.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
            mv.visitVarInsn(Opcodes.ASTORE, at.boxes);
            StubResults.number(mv, signature.words());
            mv.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
            mv.visitVarInsn(Opcodes.ASTORE, at.bits);
        }
        timing.room();
        timing.stamp(at.in);
        for (int k = 0; k < inTypes.size(); k++) {
            mv.visitVarInsn(at.load(k), at.flat(k));
            for (int d = 0; inTypes.get(k).rank() > 1 && d < inTypes.get(k).rank(); d++) {
                mv.visitVarInsn(Opcodes.ALOAD, at.dims(k));
                StubResults.number(mv, d);
                mv.visitInsn(Opcodes.IALOAD);
            }
        }
        if (signature.boxed()) {
            mv.visitVarInsn(Opcodes.ALOAD, at.boxes);
            mv.visitVarInsn(Opcodes.ALOAD, at.bits);
        }
        timing.mode();
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, c.name(), NATIVE, signature.descriptor(), false);
        if (!signature.boxed() && !signature.results().isEmpty()) {
            mv.visitVarInsn(StubLocals.store(signature.results().get(0)), at.direct);
        }
    }

    /** Arrays of rank 1 were changed where they lie; arrays of arrays get their rows back. */
    private void writes() {
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents x && inTypes.get(x.input()).rank() > 1) {
                int rows = Aliasing.rowsOf(lifted, x.input());
                mv.visitVarInsn(Opcodes.ALOAD, at.flat(x.input()));
                mv.visitVarInsn(Opcodes.ALOAD, at.was(x.input()));
                mv.visitVarInsn(Opcodes.ALOAD, at.raw(x.input()));
                mv.visitVarInsn(Opcodes.ALOAD, at.dims(x.input()));
                if (rows >= 0) {
                    mv.visitVarInsn(Opcodes.ALOAD, at.raw(rows));
                }
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, rows >= 0 ? "unpackFirst" : "unpack",
                    "(Ljava/lang/Object;Ljava/lang/Object;[Ljava/lang/Object;[I" + (rows >= 0 ? "[I)V" : ")V"), false);
            }
        }
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Rows x) {
                mv.visitVarInsn(Opcodes.ALOAD, at.raw(x.input()));
                new StubResults(c, mv, at, signature, access, lifted).array(x.output(), "[I");
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, ROWS, "reorder", "([Ljava/lang/Object;[I)V", false);
            }
        }
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Field x && !trial) {
                field(x);
            }
        }
    }

    /** A static field is only written when it has changed: other threads may have written it meanwhile. */
    private void field(Lifted.Write.Field x) {
        Lifted.Source.Static s = (Lifted.Source.Static) lifted.inputs().get(x.input());
        MethodHandle set = access.setter(s);
        var results = new StubResults(c, mv, at, signature, access, lifted);
        Runnable now = () -> results.push(new Lifted.Result.Scalar(x.output(), s.desc()), set.type().parameterType(0));
        DType t = inTypes.get(x.input()).dtype();
        String kind = t == DType.I64 || t == DType.F64 || t == DType.F32 ? s.desc() : "I";
        Label same = new Label();
        mv.visitVarInsn(at.load(x.input()), at.raw(x.input()));
        now.run();
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/jacobi/stub/ChangedElements", "differ", "(" + kind + kind + ")Z", false);
        mv.visitJumpInsn(Opcodes.IFEQ, same);
        c.invoke(mv, set, now);
        mv.visitLabel(same);
    }

    /** Outputs of the program that the native method returns, in its order. */
    static Set<Integer> donatedOutputs(Lifted lifted) {
        var out = new java.util.HashSet<Integer>();
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents x) {
                out.add(x.output());
            }
        }
        return out;
    }
}
