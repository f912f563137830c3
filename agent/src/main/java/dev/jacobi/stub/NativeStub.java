package dev.jacobi.stub;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.policy.Scratch;
import dev.jacobi.report.MethodStats;
import dev.jacobi.stub.rows.FewElements;
import dev.jacobi.stub.rows.RowArrays;
import dev.jacobi.stub.size.Size;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Generates the class that carries a native method and {@code call(args)}, which reads the inputs, calls it, and makes the
 * results. Until the native method has returned nothing is changed, so every exception before means: run the original.
 */
public final class NativeStub {
    public static final String NATIVE = "run";
    private final Lifted lifted;
    private final List<Type> inTypes;
    private final Signature signature;
    /** How long the arrays are, by the numbers of outputs, that are made in front of the call for its results. */
    private final SortedMap<Integer, List<Size>> sizes;
    private final CalledMethod method;
    private final MethodType type;
    private final HiddenClass c;
    private final CodeBuilder code;
    /** Whether the method that is being made only measures. */
    private final boolean trial;
    /** Whether the code may use arrays where they lie. */
    private final boolean inPlace;
    /** Whether native code finds arrays by itself, so that rows cost little. */
    private final boolean findsArrays;
    /** Whether native code looks itself whether rows that it uses where they lie are apart. */
    private final boolean looks;
    private final StubLocals at;
    private final StubTiming timing;
    /** Around the call of the native method, and where it goes on with what that throws. */
    private final Label entered = new Label();
    private final Label left = new Label();
    private final Label failed = new Label();
    private final StubResults results;

    private NativeStub(HiddenClass c, boolean trial, Lifted lifted, Signature signature, SortedMap<Integer, List<Size>> sizes, CalledMethod method, PinningClock clock, boolean inPlace, boolean allocates,
            boolean findsArrays) {
        this.looks = findsArrays && !trial;
        this.findsArrays = findsArrays;
        this.lifted = lifted;
        this.inTypes = lifted.module().get(lifted.entry()).in().stream().map(v -> v.type()).toList();
        this.signature = signature;
        this.sizes = sizes;
        this.method = method;
        this.type = HiddenClass.erased(method.type());
        this.c = c;
        this.trial = trial;
        this.code = trial ? c.method("trial", type.changeReturnType(long.class).toMethodDescriptorString()) : c.method("call", type.toMethodDescriptorString());
        this.at = new StubLocals(type, lifted, inTypes, signature.rows());
        this.inPlace = inPlace;
        this.timing = new StubTiming(code, at, lifted, method.stats(), clock, !sizes.isEmpty(), allocates);
        this.results = new StubResults(code, at, signature, method.access(), lifted);
    }

    /**
     * Where the native method is, and the handles of {@code call} and {@code trial}, which is null where it was not asked for; {@code dropped} is for when
     * the class is unloaded.
     */
    public record Defined(Class<?> holder, MethodHandle call, MethodHandle trial, Runnable dropped) {
    }

    /**
     * Defines the class; its native method is bound by the caller. {@code sizes}: see {@link dev.jacobi.stub.size.ResultSizes}; {@code code} is as for {@link PinningClock};
     * {@code trials} asks for a {@code trial}, see {@link Kernel}.
     */
    public static Defined define(Lifted lifted, Signature signature, SortedMap<Integer, List<Size>> sizes, CalledMethod method, PinningClock.Code code, boolean trials, LlvmModule module) {
        var clock = new PinningClock(code);
        boolean inPlace = module.hostCalls().isEmpty() && (module.bound() != null || clock.anyInPlace());
        MethodStats stats = method.stats();
        stats.samples(clock);
        var c = new HiddenClass(MethodHandles.lookup(), "Stub");
        c.writer.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_NATIVE, NATIVE, signature.descriptor(), null, null).visitEnd();
        new NativeStub(c, false, lifted, signature, sizes, method, clock, inPlace, module.allocates(), code.findsArrays()).emit();
        if (trials) {
            new NativeStub(c, true, lifted, signature, sizes, method, clock, inPlace, module.allocates(), code.findsArrays()).emitTrial();
        }
        MethodType type = method.type();
        MethodHandles.Lookup l = c.define();
        MethodType erased = HiddenClass.erased(type);
        return new Defined(l.lookupClass(), OwnMethods.fixed(l, "call", erased).asType(type),
            trials ? OwnMethods.fixed(l, "trial", erased.changeReturnType(long.class)).asType(type.changeReturnType(long.class)) : null, () -> stats.settle(clock));
    }

    private void emit() {
        Label from = new Label();
        Label to = new Label();
        Label deopt = new Label();
        Label other = new Label();
        retried();
        code.caught(from, to, deopt, Deopt.class).caught(from, to, other, Throwable.class);
        timing.count();
        code.mark(from);
        gather();
        few();
        guards();
        pack();
        timing.total();
        timing.mode();
        callNative(deopt);
        code.mark(to);
        timing.stamp(at.out);
        writes();
        timing.tick();
        if (type.returnType() != void.class) {
            results.push(lifted.result(), type.returnType());
        }
        code.op(org.objectweb.asm.Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
        handler(deopt, "deopt", Deopt.class);
        handler(other, "other", Throwable.class);
        code.end();
    }

    /**
     * Does all that a call does, but on copies of the arrays that it writes to, and static fields stay as they are. Returns how long that took, without the
     * time to make the copies. Whatever is thrown comes out and counts nowhere.
     */
    private void emitTrial() {
        retried();
        gather();
        guards();
        scratch();
        code.now().local(Opcodes.LSTORE, at.start);
        timing.cleared();
        pack();
        timing.total();
        timing.mode();
        Label thrown = new Label();
        callNative(thrown);
        timing.stamp(at.out);
        writes();
        if (type.returnType() != void.class) {
            results.push(lifted.result(), type.returnType());
            code.op(type.returnType() == long.class || type.returnType() == double.class ? Opcodes.POP2 : Opcodes.POP);
        }
        code.now().local(Opcodes.LLOAD, at.start).op(Opcodes.LSUB);
        timing.tick();
        code.op(Opcodes.LRETURN).mark(thrown).op(Opcodes.ATHROW).end();
    }

    /** Exchanges the arrays that the program writes to for copies. */
    private void scratch() {
        for (int k : Aliasing.written(lifted)) {
            if (!inTypes.get(k).isScalar()) {
                code.refs(at.raw[k]).call(Scratch.class, "copy", "(Ljava/lang/Object;)Ljava/lang/Object;")
                    .type(Opcodes.CHECKCAST, inTypes.get(k).rank() > 1 ? "[Ljava/lang/Object;" : "[" + StubResults.descriptor(inTypes.get(k).dtype())).local(Opcodes.ASTORE, at.raw[k]);
            }
        }
    }

    private void handler(Label l, String counter, Class<? extends Throwable> thrown) {
        code.mark(l).constant(method.fallbacks(), Fallbacks.class).op(Opcodes.SWAP).send(Fallbacks.class, counter, "(" + thrown.descriptorString() + ")Ldev/jacobi/woven/Deopt;").op(Opcodes.ATHROW);
    }

    /** Reads what is not an argument itself into locals. */
    private void gather() {
        for (int k = 0; k < lifted.inputs().size(); k++) {
            Lifted.Source s = lifted.inputs().get(k);
            if (s instanceof Lifted.Source.Arg a && !a.path().isEmpty()) {
                MethodHandle get = method.access().path(method.type().parameterType(a.index()), a.path());
                get = get.asType(MethodType.methodType(HiddenClass.erased(get.type().returnType()), type.parameterType(a.index())));
                code.invoke(get, () -> code.refs(at.param(a.index()))).local(at.store(k), at.raw[k]);
            } else if (s instanceof Lifted.Source.Static f) {
                MethodHandle get = method.access().fixed(f);
                code.invoke(get.asType(MethodType.methodType(HiddenClass.erased(get.type().returnType()))), () -> { }).local(at.store(k), at.raw[k]);
            }
        }
    }

    /** Calls that would only look for a few elements in large arrays of arrays are not worth it, nor those that exchange many rows and do nothing else. */
    private void few() {
        Func f = lifted.module().get(lifted.entry());
        boolean onlyRows = FewElements.onlyRows(f, k -> lifted.inputs().get(k) instanceof Lifted.Source.Rows);
        if (!method.fallbacks().hasOriginal() || !onlyRows && !FewElements.only(f)) {
            return;
        }
        for (int k = 0; k < inTypes.size(); k++) {
            if (inTypes.get(k).rank() > 1) {
                code.refs(at.raw[k]).call(RowArrays.class, onlyRows ? "manyRows" : "few", "([Ljava/lang/Object;)V");
            }
        }
    }

    private void guards() {
        for (Aliasing.Pair p : Aliasing.mustBeDisjoint(lifted)) {
            if (!looks(p)) {
                code.refs(at.raw[p.a()], at.raw[p.b()]).call(NestedArrayPacking.class, "disjoint", "(Ljava/lang/Object;Ljava/lang/Object;)V");
            }
        }
        for (int k = 0; k < lifted.inputs().size(); k++) {
            if (Aliasing.rowsMustDiffer(lifted, k) && !looks(k)) {
                code.refs(at.raw[k]).call(NestedArrayPacking.class, "distinct", "([Ljava/lang/Object;)V");
            }
        }
    }

    /** Whether native code tells two arrays apart, if it has their rows where they lie: those of arrays of arrays from each other, and from an array of numbers. */
    private boolean looks(Aliasing.Pair p) {
        return looks(p.a()) && (looks(p.b()) || inTypes.get(p.b()).rank() == 1) || looks(p.b()) && inTypes.get(p.a()).rank() == 1;
    }

    /** Whether native code tells the rows of an input apart, if it has them where they lie. */
    private boolean looks(int k) {
        return looks && signature.rows().contains(k);
    }

    /** The guards that native code makes itself, for what it does not get as rows. */
    private void guardPacked() {
        for (Aliasing.Pair p : Aliasing.mustBeDisjoint(lifted)) {
            if (looks(p)) {
                code.refs(at.flat[p.a()], at.flat[p.b()], at.raw[p.a()], at.raw[p.b()])
                    .call(NestedArrayPacking.class, "disjoint", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V");
            }
        }
        for (int k : signature.rows()) {
            if (Aliasing.rowsMustDiffer(lifted, k) && looks(k)) {
                code.refs(at.flat[k], at.raw[k]).call(NestedArrayPacking.class, "distinct", "(Ljava/lang/Object;[Ljava/lang/Object;)V");
            }
        }
    }

    private void pack() {
        Set<Integer> written = Aliasing.written(lifted);
        for (int k = 0; k < lifted.inputs().size(); k++) {
            Type t = inTypes.get(k);
            if (t.rank() > 1) {
                code.number(t.rank()).array(Opcodes.T_INT).local(Opcodes.ASTORE, at.dims[k]).refs(at.raw[k]);
                if (at.rows[k] > 0) {
                    code.refs(at.dims[k]).call(RowArrays.class, looks ? "unseen" : "rows", "([Ljava/lang/Object;[I)[Ljava/lang/Object;").local(Opcodes.ASTORE, at.rows[k]);
                    continue;
                }
                StubResults.primitive(code, t.dtype()).refs(at.dims[k])
                    .call(NestedArrayPacking.class, "pack", "([Ljava/lang/Object;Ljava/lang/Class;[I)Ljava/lang/Object;")
                    .type(Opcodes.CHECKCAST, "[" + StubResults.descriptor(t.dtype())).local(Opcodes.ASTORE, at.flat[k]);
                if (written.contains(k)) {
                    code.refs(at.flat[k]).call(NestedArrayPacking.class, "copy", "(Ljava/lang/Object;)Ljava/lang/Object;").local(Opcodes.ASTORE, at.was[k]);
                }
            }
        }
        for (int k = 0; k < lifted.inputs().size(); k++) {
            if (lifted.inputs().get(k) instanceof Lifted.Source.Rows r) {
                code.refs(at.raw[r.array()]).call(NestedArrayPacking.class, "identities", "([Ljava/lang/Object;)[I").local(Opcodes.ASTORE, at.raw[k]);
            }
        }
    }

    /** Calls with the rows where they lie, and once more with packed ones where that cannot be. Whatever else is thrown goes on at {@code deopt}. */
    private void callNative(Label deopt) {
        if (!byRow()) {
            callOnce();
            return;
        }
        Label again = new Label();
        Label end = new Label();
        code.mark(again);
        rows();
        code.mark(entered);
        callOnce();
        code.mark(left).jump(Opcodes.GOTO, end).mark(failed).op(Opcodes.DUP).field(Opcodes.GETSTATIC, Deopt.class, "ROWS", Deopt.class.descriptorString()).jump(Opcodes.IF_ACMPNE, deopt)
            .op(Opcodes.POP);
        timing.refused();
        code.number(Signature.COPY).op(Opcodes.DUP).local(Opcodes.ISTORE, at.how).local(Opcodes.ISTORE, at.mode).jump(Opcodes.GOTO, again).mark(end);
    }

    /** What the native method throws is looked at first, before others catch it. */
    private void retried() {
        if (byRow()) {
            code.caught(entered, left, failed, Deopt.class);
        }
    }

    private boolean byRow() {
        return !signature.rows().isEmpty() || !signature.givenRows().isEmpty();
    }

    /** Decides for each array of arrays that need not be packed whether it is. */
    private void rows() {
        Set<Integer> written = Aliasing.written(lifted);
        for (int k : signature.rows()) {
            DType t = inTypes.get(k).dtype();
            code.refs(at.rows[k], at.dims[k]);
            StubResults.primitive(code, t).number(t.bytes()).number(written.contains(k) ? 1 : 0).number(findsArrays ? 1 : 0);
            results.mode(inPlace);
            code.call(RowArrays.class, "given", "([Ljava/lang/Object;[ILjava/lang/Class;IZZI)Ljava/lang/Object;").local(Opcodes.ASTORE, at.flat[k]);
            if (written.contains(k)) {
                code.refs(at.flat[k]).call(NestedArrayPacking.class, "before", "(Ljava/lang/Object;)Ljava/lang/Object;").local(Opcodes.ASTORE, at.was[k]);
            }
        }
        guardPacked();
    }

    private void callOnce() {
        if (signature.boxed()) {
            code.number(signature.arrays()).type(Opcodes.ANEWARRAY, "java/lang/Object").local(Opcodes.ASTORE, at.boxes)
                .number(signature.words()).array(Opcodes.T_LONG).local(Opcodes.ASTORE, at.bits);
        }
        timing.room();
        timing.stamp(at.in);
        for (int k = 0; k < inTypes.size(); k++) {
            code.local(at.load(k), at.flat[k]);
            if (inTypes.get(k).rank() == 1) {
                code.op(Opcodes.DUP, Opcodes.ARRAYLENGTH);
            }
            for (int d = 0; inTypes.get(k).rank() > 1 && d < inTypes.get(k).rank(); d++) {
                code.refs(at.dims[k]).number(d).op(Opcodes.IALOAD);
            }
            if (at.rows[k] > 0) {
                code.refs(at.flat[k]).call(RowArrays.class, "areRows", "(Ljava/lang/Object;)I");
            }
        }
        List<Atom> outputs = lifted.module().get(lifted.entry()).out();
        sizes.forEach((k, n) -> {
            if (n.size() == 1) {
                results.make(outputs.get(k).dtype(), n.get(0));
            }
        });
        sizes.forEach((k, n) -> {
            if (n.size() > 1) {
                results.makeRows(outputs.get(k).dtype(), n, inPlace, findsArrays);
            }
        });
        if (signature.boxed()) {
            code.refs(at.boxes, at.bits);
        }
        code.local(Opcodes.ILOAD, at.how).call(c.name(), NATIVE, signature.descriptor());
        if (!signature.boxed() && !signature.results().isEmpty()) {
            code.local(StubLocals.store(signature.results().get(0)), at.direct);
        }
    }

    /** Arrays of rank 1 were changed where they lie; arrays of arrays get their rows back. */
    private void writes() {
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents x && inTypes.get(x.input()).rank() > 1) {
                int rows = Aliasing.rowsOf(lifted, x.input());
                Label inPlace = new Label();
                if (at.rows[x.input()] > 0) {
                    code.refs(at.was[x.input()]).jump(Opcodes.IFNULL, inPlace);
                }
                code.refs(at.flat[x.input()], at.was[x.input()], at.raw[x.input()], at.dims[x.input()]);
                if (rows >= 0) {
                    code.refs(at.raw[rows]);
                }
                code.call(NestedArrayPacking.class, rows >= 0 ? "unpackFirst" : "unpack", "(Ljava/lang/Object;Ljava/lang/Object;[Ljava/lang/Object;[I" + (rows >= 0 ? "[I)V" : ")V")).mark(inPlace);
            }
        }
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Rows x) {
                code.refs(at.raw[x.input()]);
                results.array(x.output(), "[I");
                code.call(NestedArrayPacking.class, "reorder", "([Ljava/lang/Object;[I)V");
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
        MethodHandle set = method.access().setter(s);
        Runnable now = () -> results.push(new Lifted.Result.Scalar(x.output(), s.desc()), set.type().parameterType(0));
        DType t = inTypes.get(x.input()).dtype();
        String kind = t == DType.I64 || t == DType.F64 || t == DType.F32 ? s.desc() : "I";
        Label same = new Label();
        code.local(at.load(x.input()), at.raw[x.input()]);
        now.run();
        code.call(ChangedElements.class, "differ", "(" + kind + kind + ")Z").jump(Opcodes.IFEQ, same).invoke(set, now).mark(same);
    }

    /** Inputs that native code may have row by row: all arrays of arrays but those whose rows the program tells apart. */
    public static Set<Integer> byRow(Lifted lifted) {
        var out = new HashSet<Integer>();
        for (int k = 0; k < lifted.inputs().size(); k++) {
            if (lifted.inputs().get(k).desc().startsWith("[[")) {
                out.add(k);
            }
        }
        return out;
    }

    /** Outputs of the program that the native method returns, in its order. */
    static Set<Integer> donatedOutputs(Lifted lifted) {
        var out = new HashSet<Integer>();
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents x) {
                out.add(x.output());
            }
        }
        return out;
    }
}
