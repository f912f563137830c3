package dev.jacobi.ir.interp;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference interpreter: evaluates any function, one equation after the other, and is the oracle of every pass and back
 * end. This file holds control flow; the array primitives are in {@link StructuralOps}, {@link AccessOps}, {@link ReductionOps} and {@link LibraryOps}, scalar arithmetic in
 * {@link Eval}. Collectives see one participant.
 */
public final class Interpreter {
    private static final Params.Check TOO_DEEP = new Params.Check(Params.Code.DEPTH, "the interpreter's stack");
    private final Module module;
    private final Callbacks callbacks;
    private final Map<String, Plan> plans = new HashMap<>();

    private Interpreter(Module module, Callbacks callbacks) {
        this.module = module;
        this.callbacks = callbacks;
    }

    /** The variables of one activation of a function, by id. */
    private record Frame(long[] bits, Value[] arrays) {
        void set(Var v, long b) {
            bits[v.id()] = b;
        }

        void set(Var v, Args from, int i) {
            if (v.type().isScalar()) {
                bits[v.id()] = from.isScalar(i) ? from.bits()[i] : from.arrays()[i].get(0);
            } else {
                Value x = from.value(i);
                x.refs++;
                release(v.id());
                arrays[v.id()] = x;
            }
        }

        void setAll(List<Var> vars, int first, Args from) {
            for (int i = first; i < vars.size(); i++) {
                set(vars.get(i), from, i - first);
            }
        }

        long scalar(Atom a) {
            return a instanceof Lit l ? l.bits() : bits[((Var) a).id()];
        }

        Args read(List<Atom> atoms) {
            Args r = Args.empty(atoms.size());
            for (int i = 0; i < r.size(); i++) {
                Atom a = atoms.get(i);
                r.dtypes()[i] = a.dtype();
                if (a.type().isScalar()) {
                    r.bits()[i] = scalar(a);
                } else {
                    r.arrays()[i] = arrays[((Var) a).id()];
                }
            }
            return r;
        }

        void release(int id) {
            if (arrays[id] != null) {
                arrays[id].refs--;
                arrays[id] = null;
            }
        }

        void release(int[] ids) {
            for (int id : ids) {
                release(id);
            }
        }
    }

    /** Evaluates a function of the module, whose callbacks nobody listens to. */
    public static List<Tensor> run(Module m, String entry, List<Tensor> args) {
        return run(m, entry, args, Callbacks.NONE);
    }

    /**
     * Evaluates a function of the module. The arguments are not changed and the results share no memory with them.
     *
     * @param callbacks called for each debug_callback when it is run, in the order of the program; what it throws ends the evaluation and is thrown
     * @throws CheckFailed when a check is false, or recursion is deeper than the interpreter's stack
     * @throws IllegalStateException when a promised access is out of range: the IR is wrong
     */
    public static List<Tensor> run(Module m, String entry, List<Tensor> args, Callbacks callbacks) {
        Func f = m.get(entry);
        if (f == null) {
            throw new IllegalArgumentException("the module has no function " + entry);
        }
        if (args.size() != f.in().size()) {
            throw new IllegalArgumentException(entry + " takes " + f.in().size() + " arguments, not " + args.size());
        }
        Args in = Args.empty(args.size());
        for (int i = 0; i < args.size(); i++) {
            Tensor t = args.get(i);
            Type want = f.in().get(i).type();
            if (t.dtype() != want.dtype() || t.dims().length != want.rank()) {
                throw new IllegalArgumentException("argument " + i + " of " + entry + " is a " + want + ", not " + t.dtype().text() + " of rank " + t.dims().length);
            }
            Value v = new Value(t.dtype(), t.dims(), t.data());
            v.refs = 1;
            in.put(i, v);
        }
        Args out;
        try {
            out = new Interpreter(m, callbacks).call(entry, in);
        } catch (StackOverflowError e) {
            throw new CheckFailed(TOO_DEEP);
        }
        return tensors(out);
    }

    /** Values as others may keep them: they share no memory with a variable. */
    private static List<Tensor> tensors(Args values) {
        var results = new ArrayList<Tensor>();
        for (int i = 0; i < values.size(); i++) {
            Value v = values.isScalar(i) ? values.value(i) : values.arrays()[i];
            v = v.refs > 0 ? v.copy() : v;
            v.refs++;
            results.add(new Tensor(v.dtype, v.dims.clone(), v.data));
        }
        return results;
    }

    /** Evaluates one function that calls no other. */
    public static List<Tensor> run(Func f, List<Tensor> args) {
        return run(Module.of("f", f), "f", args);
    }

    private Args call(String name, Args in) {
        if (External.is(name)) {
            double b = in.size() > 1 ? Double.longBitsToDouble(in.bits()[1]) : 0;
            return Args.scalar(DType.F64, Double.doubleToRawLongBits(External.call(name, Double.longBitsToDouble(in.bits()[0]), b)));
        }
        if (name.equals(External.READY)) {
            return Args.scalar(DType.BOOL, 0);
        }
        Func f = module.get(name);
        if (f == null) {
            throw new IllegalStateException("call of " + name + ", which the module does not have");
        }
        Plan plan = plans.computeIfAbsent(name, n -> new Plan(f));
        Frame frame = new Frame(new long[plan.slots], new Value[plan.slots]);
        frame.setAll(f.in(), 0, in);
        return block(plan.body, frame);
    }

    /** Runs a block whose parameters are set; the values it yields are held by no variable of its own any more. */
    private Args block(Plan.Block b, Frame f) {
        for (Plan.Step s : b.steps()) {
            step(s, f);
        }
        Args out = f.read(b.out());
        f.release(b.dieAtEnd());
        return out;
    }

    private Args block(Plan.Block b, Frame f, long i, Args carry) {
        f.set(b.params().get(0), i);
        f.setAll(b.params(), 1, carry);
        return block(b, f);
    }

    private void step(Plan.Step s, Frame f) {
        Eqn e = s.eqn();
        if (s.scalar()) {
            f.set(e.result(), scalar(e, f));
            return;
        }
        Args in = f.read(e.in());
        f.release(s.before());
        f.setAll(e.out(), 0, evaluate(s, in, f));
        f.release(s.after());
    }

    private static long scalar(Eqn e, Frame f) {
        List<Atom> in = e.in();
        int n = in.size();
        Atom first = in.get(0);
        return Eval.eval(e.prim(), in.get(e.prim() == Prim.SELECT ? 1 : 0).dtype(), e.result().dtype(), f.scalar(first), n > 1 ? f.scalar(in.get(1)) : 0,
            n > 2 ? f.scalar(in.get(2)) : 0);
    }

    /** An elementwise primitive on arrays of one shape; a scalar among them stands for all elements. */
    private static Args elementwise(Eqn e, Args in) {
        int n = in.size();
        int[] dims = null;
        for (int i = 0; i < n; i++) {
            if (!in.isScalar(i)) {
                if (dims != null && !Arrays.equals(dims, in.arrays()[i].dims)) {
                    throw new IllegalStateException(e.prim().text() + " of arrays of different shapes: " + e);
                }
                dims = in.arrays()[i].dims;
            }
        }
        DType d = in.dtypes()[e.prim() == Prim.SELECT ? 1 : 0];
        DType to = e.result().dtype();
        Value r = Value.alloc(to, dims);
        for (int k = r.size() - 1; k >= 0; k--) {
            r.set(k, Eval.eval(e.prim(), d, to, in.at(0, k), n > 1 ? in.at(1, k) : 0, n > 2 ? in.at(2, k) : 0));
        }
        return Args.of(r);
    }

    private Args evaluate(Plan.Step s, Args in, Frame f) {
        Eqn e = s.eqn();
        Params p = e.params();
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, SELECT -> elementwise(e, in);
            case FULL -> StructuralOps.full(in, in.size() - 1);
            case IOTA -> StructuralOps.iota(((Params.Shape) p).dtype(), in.extents(0, in.size()));
            case DIM -> Args.scalar(DType.I32, in.value(0).dims[((Params.Axis) p).axis()]);
            case BROADCAST -> StructuralOps.broadcast(in.value(0), ((Params.Broadcast) p).axes(), in.extents(1, in.size() - 1));
            case RESHAPE -> StructuralOps.reshape(in.value(0), in.extents(1, in.size() - 1));
            case TRANSPOSE -> StructuralOps.transpose(in.value(0), ((Params.Axes) p).axes());
            case REV -> StructuralOps.rev(in.value(0), ((Params.Axes) p).axes());
            case SLICE -> StructuralOps.slice(in, ((Params.Slice) p).strides());
            case UPDATE_SLICE -> StructuralOps.updateSlice(in);
            case PAD -> StructuralOps.pad(in.value(0), in.bits()[1], (Params.Pad) p);
            case CONCAT -> StructuralOps.concat(in.values(), ((Params.Axis) p).axis());
            case INDEX -> AccessOps.index(in, (Params.Access) p);
            case UPDATE -> AccessOps.update(in, ((Params.Access) p).mode(), ((Params.Access) p).op());
            case GATHER -> AccessOps.gather(in.value(0), in.value(1), (Params.Access) p);
            case SCATTER -> AccessOps.scatter(in, (Params.Access) p);
            case ACC_NEW -> Args.of(Value.alloc(((Params.Shape) p).dtype(), in.extents(0, in.size())));
            case ACC_ADD -> AccessOps.update(in, p instanceof Params.Access a ? a.mode() : Params.Mode.CLAMP, Prim.ADD);
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> ReductionOps.reduce(e.prim().operator(), in.value(0), p);
            case ARGMIN -> ReductionOps.arg(Prim.LT, in.value(0), p);
            case ARGMAX -> ReductionOps.arg(Prim.GT, in.value(0), p);
            case CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX -> ReductionOps.running(e.prim().operator(), in.value(0), p);
            case DOT_GENERAL -> Args.of(LibraryOps.dot(in.value(0), in.value(1), (Params.Dot) p));
            case CONV -> Args.of(LibraryOps.conv(in.value(0), in.value(1), (Params.Conv) p));
            case SORT -> LibraryOps.sort(in.values(), (Params.Sort) p);
            case FFT -> LibraryOps.fft(in.value(0), in.value(1), (Params.Axis) p);
            case CHOLESKY -> Args.of(LibraryOps.cholesky(in.value(0)));
            case TRIANGULAR_SOLVE -> Args.of(LibraryOps.solve(in.value(0), in.value(1), p instanceof Params.Axis a && a.reverse()));
            case LU, QR, EIGH, SVD -> FactorOps.factor(e.prim(), in.value(0), in.size() == 2 ? in.value(1) : null, p);
            case THREEFRY2X32 -> LibraryOps.threefry(in);
            case COND -> block(s.blocks()[branch(in, s.blocks().length)], f);
            case FOR -> loop(s.blocks()[0], in, f);
            case WHILE -> loopWhile(s.blocks()[0], s.blocks()[1], in, f);
            case MAP -> map(s.blocks()[0], in, e.out(), f);
            case REDUCE -> reduce(s.blocks()[0], ((Params.Fold) p).ops(), in, f);
            case SCAN -> scan(s.blocks()[0], ((Params.Fold) p).ops(), in, e.out(), f);
            case HIST -> hist(s.blocks()[0], ((Params.Fold) p).ops().get(0), in, f);
            case CALL -> call(((Params.Call) p).name(), in);
            case CHECK -> check(in, (Params.Check) p);
            case DEBUG_CALLBACK -> {
                callbacks.call(((Params.Name) p).name(), tensors(in));
                yield in;
            }
            case COPY, ACC_GET, PSUM, PMAX, PMIN, STOP_GRADIENT, SHARD, OPT_BARRIER -> in;
            case ALL_GATHER -> Args.of(in.value(0).part(0, Value.stacked(1, in.value(0).dims)));
            case AXIS_INDEX -> Args.scalar(DType.I32, 0);
        };
    }

    private static Args check(Args in, Params.Check check) {
        if (in.bits()[0] == 0) {
            throw new CheckFailed(check);
        }
        return in;
    }

    private static int branch(Args in, int branches) {
        long k = in.bits()[0];
        return k < 0 || k >= branches ? branches - 1 : (int) k;
    }

    private Args loop(Plan.Block body, Args in, Frame f) {
        Args carry = in.slice(1, in.size());
        for (long i = 0; i < in.bits()[0]; i++) {
            carry = block(body, f, i, carry);
        }
        return carry;
    }

    private Args loopWhile(Plan.Block cond, Plan.Block body, Args init, Frame f) {
        Args carry = init;
        while (true) {
            // The carry outlives the condition, which must not take it for its own.
            hold(carry, 1);
            f.setAll(cond.params(), 0, carry);
            boolean more = block(cond, f).bits()[0] != 0;
            hold(carry, -1);
            if (!more) {
                return carry;
            }
            f.setAll(body.params(), 0, carry);
            carry = block(body, f);
        }
    }

    private static void hold(Args a, int refs) {
        for (Value v : a.arrays()) {
            if (v != null) {
                v.refs += refs;
            }
        }
    }

    /** Results: the dests as the last iteration leaves them, then the values of all iterations stacked. */
    private Args map(Plan.Block body, Args in, List<Var> out, Frame f) {
        int n = (int) Math.max(0, in.bits()[0]);
        int dests = in.size() - 1;
        Args carry = in.slice(1, in.size());
        Stack stack = new Stack(n, out.subList(dests, out.size()));
        for (int i = 0; i < n; i++) {
            Args r = block(body, f, i, carry);
            carry = r.slice(0, dests);
            stack.add(i, r.slice(dests, r.size()));
        }
        return stack.after(carry);
    }

    /** Results of iterations along a new first axis. */
    private static final class Stack {
        private final int n;
        private final List<Var> types;
        private final Value[] rows;

        Stack(int n, List<Var> types) {
            this.n = n;
            this.types = types;
            rows = new Value[types.size()];
        }

        void add(int i, Args values) {
            for (int k = 0; k < rows.length; k++) {
                Value v = values.arrays()[k];
                int size = v == null ? 1 : v.size();
                if (rows[k] == null) {
                    rows[k] = rowsOf(values.dtypes()[k], v == null ? new int[0] : v.dims);
                }
                if (size * (long) n != rows[k].size()) {
                    throw new IllegalStateException("iterations yield arrays of different shapes");
                }
                if (v == null) {
                    rows[k].set(i, values.bits()[k]);
                } else {
                    rows[k].put(i * size, v, 0, size);
                }
            }
        }

        private Value rowsOf(DType d, int[] row) {
            return Value.alloc(d, Value.stacked(n, row));
        }

        Args after(Args first) {
            Value[] all = new Value[first.size() + rows.length];
            for (int i = 0; i < first.size(); i++) {
                all[i] = first.value(i);
            }
            for (int k = 0; k < rows.length; k++) {
                // Without an iteration only the type tells the extents of a row.
                List<Dim> row = types.get(k).type().dims().subList(1, types.get(k).type().rank());
                all[first.size() + k] = rows[k] != null ? rows[k]
                    : rowsOf(types.get(k).dtype(), row.stream().mapToInt(d -> d.isConst() ? (int) d.add() : 0).toArray());
            }
            return Args.of(all);
        }
    }

    private Args reduce(Plan.Block body, List<Prim> ops, Args in, Frame f) {
        int k = ops.size();
        Value[] all = new Value[in.size() - 1];
        Args init = in.slice(1, 1 + k);
        Args dests = in.slice(1 + k, in.size());
        for (long i = 0; i < in.bits()[0]; i++) {
            Args r = block(body, f, i, dests);
            init = combine(ops, init, r);
            dests = r.slice(k, r.size());
        }
        for (int i = 0; i < all.length; i++) {
            all[i] = i < k ? init.value(i) : dests.value(i - k);
        }
        return Args.of(all);
    }

    private static Args combine(List<Prim> ops, Args acc, Args terms) {
        Args r = Args.empty(ops.size());
        for (int i = 0; i < ops.size(); i++) {
            DType d = acc.dtypes()[i];
            if (acc.isScalar(i)) {
                r.dtypes()[i] = d;
                r.bits()[i] = Eval.eval(ops.get(i), d, d, acc.bits()[i], terms.at(i, 0), 0);
            } else {
                Value v = acc.arrays()[i].copy();
                for (int j = v.size() - 1; j >= 0; j--) {
                    v.set(j, Eval.eval(ops.get(i), d, d, v.get(j), terms.at(i, j), 0));
                }
                r.put(i, v);
            }
        }
        return r;
    }

    private Args scan(Plan.Block body, List<Prim> ops, Args in, List<Var> out, Frame f) {
        int n = (int) Math.max(0, in.bits()[0]);
        Args acc = in.slice(1, in.size());
        Stack stack = new Stack(n, out.subList(ops.size(), out.size()));
        for (int i = 0; i < n; i++) {
            acc = combine(ops, acc, block(body, f, i, Args.empty(0)));
            stack.add(i, acc);
        }
        return stack.after(acc);
    }

    private Args hist(Plan.Block body, Prim op, Args in, Frame f) {
        Value bins = in.arrays()[1].writable();
        int row = Value.count(bins.dims, 1);
        for (long i = 0; i < in.bits()[0]; i++) {
            Args r = block(body, f, i, Args.empty(0));
            long index = r.bits()[0];
            if (index >= 0 && index < bins.dims[0]) {
                for (int j = 0; j < row; j++) {
                    int at = (int) index * row + j;
                    bins.set(at, Eval.eval(op, bins.dtype, bins.dtype, bins.get(at), r.at(1, j), 0));
                }
            }
        }
        return Args.of(bins);
    }
}
