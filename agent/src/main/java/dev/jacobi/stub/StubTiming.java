package dev.jacobi.stub;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.report.MethodStats;
import dev.jacobi.stub.rows.RowArrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** The part of a {@link NativeStub} that counts and times calls, and says by their size how they take their arrays. */
final class StubTiming {
    /** Calls whose elements and integer arguments come to more may need much memory. */
    private static final long LARGE = 1 << 17;
    private final CodeBuilder code;
    private final StubLocals at;
    private final Lifted lifted;
    private final List<Type> inTypes;
    private final MethodStats stats;
    private final PinningClock clock;
    /** Whether arrays are made in front of the call. */
    private final boolean makes;
    /** Whether native code may take memory for arrays. */
    private final boolean allocates;

    StubTiming(CodeBuilder code, StubLocals at, Lifted lifted, MethodStats stats, PinningClock clock, boolean makes, boolean allocates) {
        this.allocates = allocates;
        this.code = code;
        this.at = at;
        this.lifted = lifted;
        this.inTypes = lifted.module().get(lifted.entry()).in().stream().map(v -> v.type()).toList();
        this.stats = stats;
        this.clock = clock;
        this.makes = makes;
    }

    /** Counts the call; some are timed. */
    void count() {
        Label plain = new Label();
        Label end = new Label();
        code.constant(stats, MethodStats.class).op(Opcodes.DUP).field(Opcodes.GETFIELD, MethodStats.class, "calls", "J").op(Opcodes.LCONST_1, Opcodes.LADD, Opcodes.DUP2_X1)
            .field(Opcodes.PUTFIELD, MethodStats.class, "calls", "J");
        ofClock("mask", "J").op(Opcodes.LAND, Opcodes.LCONST_0, Opcodes.LCMP).jump(Opcodes.IFNE, plain).now().jump(Opcodes.GOTO, end).mark(plain).op(Opcodes.LCONST_0).mark(end)
            .local(Opcodes.LSTORE, at.start);
        cleared();
    }

    private CodeBuilder ofClock(String field, String desc) {
        return code.constant(clock, PinningClock.class).field(Opcodes.GETFIELD, PinningClock.class, field, desc);
    }

    /** Sets the locals for times to zero. */
    void cleared() {
        code.op(Opcodes.LCONST_0).local(Opcodes.LSTORE, at.in).op(Opcodes.LCONST_0).local(Opcodes.LSTORE, at.out).op(Opcodes.ICONST_0).local(Opcodes.ISTORE, at.mode);
    }

    /** Writes the time into a local, in calls that are timed. */
    void stamp(int slot) {
        Label skip = new Label();
        code.local(Opcodes.LLOAD, at.start).op(Opcodes.LCONST_0, Opcodes.LCMP).jump(Opcodes.IFEQ, skip).now().local(Opcodes.LSTORE, slot).mark(skip);
    }

    /** Calls that are timed or work on copies tell the clock. */
    void tick() {
        Label skip = new Label();
        code.local(Opcodes.LLOAD, at.start).op(Opcodes.LCONST_0, Opcodes.LCMP).local(Opcodes.ILOAD, at.mode).op(Opcodes.IOR).jump(Opcodes.IFEQ, skip).constant(clock, PinningClock.class);
        for (int slot : new int[] {at.start, at.in, at.out, at.total, at.work}) {
            code.local(Opcodes.LLOAD, slot);
        }
        code.local(Opcodes.ILOAD, at.mode).send(PinningClock.class, "add", "(JJJJJI)V").mark(skip);
    }

    /** Calls that cannot have rows where they lie tell the clock. */
    void refused() {
        code.constant(clock, PinningClock.class).local(Opcodes.LLOAD, at.work).local(Opcodes.ILOAD, at.how).send(PinningClock.class, "refuse", "(JI)V");
    }

    /** Sums the elements, and for the size of the work the integers too, as they often count something; a null array ends here. */
    void total() {
        code.op(Opcodes.LCONST_0);
        for (int k = 0; k < inTypes.size(); k++) {
            if (at.rows[k] > 0) {
                code.refs(at.dims[k]).call(RowArrays.class, "elements", "([I)J").op(Opcodes.LADD);
            } else if (!inTypes.get(k).isScalar()) {
                code.refs(at.flat[k]).op(Opcodes.ARRAYLENGTH, Opcodes.I2L, Opcodes.LADD);
            }
        }
        code.op(Opcodes.DUP2).local(Opcodes.LSTORE, at.total);
        for (int k = 0; k < inTypes.size(); k++) {
            DType t = inTypes.get(k).dtype();
            if (inTypes.get(k).isScalar() && (t == DType.I32 || t == DType.I64)) {
                code.local(at.load(k), at.flat[k]);
                if (t == DType.I32) {
                    code.op(Opcodes.I2L);
                }
                code.call(Math.class, "abs", "(J)J").op(Opcodes.LADD);
            }
        }
        if (inTypes.stream().allMatch(Type::isScalar)) {
            code.op(Opcodes.DUP2).local(Opcodes.LSTORE, at.total); // nothing else says how long the arrays are that are made
        }
        code.local(Opcodes.LSTORE, at.work);
    }

    /** Before what may be large, native code is told how much memory there is: for the arrays that it makes, or for copies of those that it is given. */
    void room() {
        if (!allocates && inTypes.stream().allMatch(Type::isScalar)) {
            return;
        }
        Label small = new Label();
        if (!allocates) {
            code.local(Opcodes.ILOAD, at.how).number(Signature.COPY).jump(Opcodes.IF_ICMPNE, small);
        }
        code.local(Opcodes.LLOAD, at.work).number(LARGE).op(Opcodes.LCMP).jump(Opcodes.IFLE, small).constant(clock, PinningClock.class).send(PinningClock.class, "room", "()V").mark(small);
    }

    /** Says in a local how the native method is to take its arrays: as copies, or where they lie for as long as the clock allows. */
    void mode() {
        if (inTypes.stream().allMatch(Type::isScalar) && !makes) {
            code.op(Opcodes.ICONST_0).local(Opcodes.ISTORE, at.how);
            return;
        }
        Label large = new Label();
        Label inPlace = new Label();
        Label end = new Label();
        code.local(Opcodes.LLOAD, at.total);
        ofClock("small", "J").op(Opcodes.LCMP).jump(Opcodes.IFGT, large);
        ofClock("few", "I").jump(Opcodes.GOTO, end).mark(large);
        // the bit of the clock that is for this size of work
        ofClock("copies", "J").number(Long.SIZE - 1).local(Opcodes.LLOAD, at.work).op(Opcodes.LCONST_1, Opcodes.LOR).call(Long.class, "numberOfLeadingZeros", "(J)I")
            .op(Opcodes.ISUB, Opcodes.LUSHR, Opcodes.L2I, Opcodes.ICONST_1, Opcodes.IAND, Opcodes.DUP).local(Opcodes.ISTORE, at.mode).jump(Opcodes.IFEQ, inPlace)
            .number(Signature.COPY).jump(Opcodes.GOTO, end).mark(inPlace);
        ofClock("limit", "I").mark(end).local(Opcodes.ISTORE, at.how);
    }
}
