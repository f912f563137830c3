package dev.jacobi.stub;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.report.MethodStats;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The part of a {@link NativeStub} that counts and times calls, and says by their size how they take their arrays. */
final class StubTiming {
    private static final String STATS = "dev/jacobi/report/MethodStats";
    private static final String CLOCK = "dev/jacobi/stub/PinningClock";
    /** Calls whose elements and integer arguments come to more may need much memory. */
    private static final long LARGE = 1 << 17;
    private final HiddenClass c;
    private final MethodVisitor mv;
    private final StubLocals at;
    private final Lifted lifted;
    private final List<Type> inTypes;
    private final MethodStats stats;
    private final PinningClock clock;

    StubTiming(HiddenClass c, MethodVisitor mv, StubLocals at, Lifted lifted, MethodStats stats, PinningClock clock) {
        this.c = c;
        this.mv = mv;
        this.at = at;
        this.lifted = lifted;
        this.inTypes = lifted.module().get(lifted.entry()).in().stream().map(v -> v.type()).toList();
        this.stats = stats;
        this.clock = clock;
    }

    /** Counts the call; some are timed. */
    void count() {
        c.constant(mv, stats, MethodStats.class);
        mv.visitInsn(Opcodes.DUP);
        mv.visitFieldInsn(Opcodes.GETFIELD, STATS, "calls", "J");
        mv.visitInsn(Opcodes.LCONST_1);
        mv.visitInsn(Opcodes.LADD);
        mv.visitInsn(Opcodes.DUP2_X1);
        mv.visitFieldInsn(Opcodes.PUTFIELD, STATS, "calls", "J");
        c.constant(mv, clock, PinningClock.class);
        mv.visitFieldInsn(Opcodes.GETFIELD, CLOCK, "mask", "J");
        mv.visitInsn(Opcodes.LAND);
        mv.visitInsn(Opcodes.LCONST_0);
        mv.visitInsn(Opcodes.LCMP);
        Label plain = new Label();
        Label end = new Label();
        mv.visitJumpInsn(Opcodes.IFNE, plain);
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        mv.visitJumpInsn(Opcodes.GOTO, end);
        mv.visitLabel(plain);
        mv.visitInsn(Opcodes.LCONST_0);
        mv.visitLabel(end);
        mv.visitVarInsn(Opcodes.LSTORE, at.start);
        cleared();
    }

    /** Sets the locals for times to zero. */
    void cleared() {
        for (int slot : new int[] {at.in, at.out}) {
            mv.visitInsn(Opcodes.LCONST_0);
            mv.visitVarInsn(Opcodes.LSTORE, slot);
        }
        mv.visitInsn(Opcodes.ICONST_0);
        mv.visitVarInsn(Opcodes.ISTORE, at.mode);
    }

    /** Writes the time into a local, in calls that are timed. */
    void stamp(int slot) {
        Label skip = new Label();
        mv.visitVarInsn(Opcodes.LLOAD, at.start);
        mv.visitInsn(Opcodes.LCONST_0);
        mv.visitInsn(Opcodes.LCMP);
        mv.visitJumpInsn(Opcodes.IFEQ, skip);
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        mv.visitVarInsn(Opcodes.LSTORE, slot);
        mv.visitLabel(skip);
    }

    /** Calls that are timed or work on copies tell the clock. */
    void tick() {
        Label skip = new Label();
        mv.visitVarInsn(Opcodes.LLOAD, at.start);
        mv.visitInsn(Opcodes.LCONST_0);
        mv.visitInsn(Opcodes.LCMP);
        mv.visitVarInsn(Opcodes.ILOAD, at.mode);
        mv.visitInsn(Opcodes.IOR);
        mv.visitJumpInsn(Opcodes.IFEQ, skip);
        c.constant(mv, clock, PinningClock.class);
        for (int slot : new int[] {at.start, at.in, at.out, at.total, at.work}) {
            mv.visitVarInsn(Opcodes.LLOAD, slot);
        }
        mv.visitVarInsn(Opcodes.ILOAD, at.mode);
        mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CLOCK, "add", "(JJJJJI)V", false);
        mv.visitLabel(skip);
    }

    /** Sums the elements, and for the size of the work the integers too, as they often count something; a null array ends here. */
    void total() {
        mv.visitInsn(Opcodes.LCONST_0);
        for (int k = 0; k < inTypes.size(); k++) {
            if (!inTypes.get(k).isScalar()) {
                mv.visitVarInsn(Opcodes.ALOAD, at.flat(k));
                mv.visitInsn(Opcodes.ARRAYLENGTH);
                mv.visitInsn(Opcodes.I2L);
                mv.visitInsn(Opcodes.LADD);
            }
        }
        mv.visitInsn(Opcodes.DUP2);
        mv.visitVarInsn(Opcodes.LSTORE, at.total);
        for (int k = 0; k < inTypes.size(); k++) {
            DType t = inTypes.get(k).dtype();
            if (inTypes.get(k).isScalar() && (t == DType.I32 || t == DType.I64)) {
                mv.visitVarInsn(at.load(k), at.flat(k));
                if (t == DType.I32) {
                    mv.visitInsn(Opcodes.I2L);
                }
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "abs", "(J)J", false);
                mv.visitInsn(Opcodes.LADD);
            }
        }
        mv.visitVarInsn(Opcodes.LSTORE, at.work);
    }

    /** Before what may be large, native code is told how much memory there is. */
    void room() {
        boolean arrays = lifted.module().funcs().values().stream().anyMatch(f -> makesArrays(f.body()));
        if (!arrays && inTypes.stream().allMatch(Type::isScalar)) {
            return;
        }
        Label small = new Label();
        mv.visitVarInsn(Opcodes.LLOAD, at.work);
        mv.visitLdcInsn(LARGE);
        mv.visitInsn(Opcodes.LCMP);
        mv.visitJumpInsn(Opcodes.IFLE, small);
        c.constant(mv, clock, PinningClock.class);
        mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CLOCK, "room", "()V", false);
        mv.visitLabel(small);
    }

    private static boolean makesArrays(List<Eqn> body) {
        return body.stream().anyMatch(e -> e.out().stream().anyMatch(v -> !v.type().isScalar()) || Regions.of(e).stream().anyMatch(r -> makesArrays(r.body())));
    }

    /** Pushes how the native method is to take its arrays: as copies, or where they lie for as long as the clock allows. */
    void mode() {
        if (inTypes.stream().allMatch(Type::isScalar)) {
            mv.visitInsn(Opcodes.ICONST_0);
            return;
        }
        Label large = new Label();
        Label end = new Label();
        mv.visitVarInsn(Opcodes.LLOAD, at.total);
        c.constant(mv, clock, PinningClock.class);
        mv.visitFieldInsn(Opcodes.GETFIELD, CLOCK, "small", "J");
        mv.visitInsn(Opcodes.LCMP);
        mv.visitJumpInsn(Opcodes.IFGT, large);
        StubResults.number(mv, Signature.COPY);
        mv.visitJumpInsn(Opcodes.GOTO, end);
        mv.visitLabel(large);
        c.constant(mv, clock, PinningClock.class);
        mv.visitFieldInsn(Opcodes.GETFIELD, CLOCK, "copies", "J");
        StubResults.number(mv, Long.SIZE - 1);
        mv.visitVarInsn(Opcodes.LLOAD, at.work);
        mv.visitInsn(Opcodes.LCONST_1);
        mv.visitInsn(Opcodes.LOR);
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Long", "numberOfLeadingZeros", "(J)I", false);
        mv.visitInsn(Opcodes.ISUB);
        mv.visitInsn(Opcodes.LUSHR);
        mv.visitInsn(Opcodes.L2I);
        mv.visitInsn(Opcodes.ICONST_1);
        mv.visitInsn(Opcodes.IAND);
        mv.visitInsn(Opcodes.DUP);
        mv.visitVarInsn(Opcodes.ISTORE, at.mode);
        Label inPlace = new Label();
        mv.visitJumpInsn(Opcodes.IFEQ, inPlace);
        StubResults.number(mv, Signature.COPY);
        mv.visitJumpInsn(Opcodes.GOTO, end);
        mv.visitLabel(inPlace);
        c.constant(mv, clock, PinningClock.class);
        mv.visitFieldInsn(Opcodes.GETFIELD, CLOCK, "limit", "I");
        mv.visitLabel(end);
    }
}
