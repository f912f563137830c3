package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.plan.OverflowTests;
import dev.jacobi.llvm.buffer.SharedIndices;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.ModuleText;
import dev.jacobi.llvm.text.SquareRoots;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Emits the equations of one LLVM function. The same equations are emitted for one element or for several lanes at once: {@link #lanes} is the
 * vector width in force, {@link #mask} the active lanes (null: all), {@link #jam} the number of rows of an unrolled outer loop.
 */
public final class EquationEmitter {
    public final ModuleText out;
    public final FnText fn;
    final ModuleContext unit;
    final boolean fast;
    public final ScalarOps ops;
    private MathCalls math;
    public final Memory memory;
    final Access access;
    final Control control;
    final Masked masked;
    public final FunctionFacts facts;
    final Loops loops;
    public final Exits exits;
    public final Frame frame;
    final Map<Var, Value> env = new HashMap<>();
    /** Scalars that lie in the frame and are loaded at each use, by where: see {@link BranchResults}. */
    final Map<Var, Frame.Place> inMemory = new HashMap<>();
    /** Zeros that LLVM does not know, by what is hidden behind them. */
    private final Map<Hidden, String> zeros = new HashMap<>();
    int lanes = 1;
    int jam = 1;
    /** How many loops whose trips go one after the other are around what is being emitted. */
    int around;
    /** The body whose equations these are, where it is so long that it is emitted in sections; else null. */
    Spilling sections;
    String mask;
    /** The lowest address the stack may reach, for calls; null until one needs it. */
    String stackLimit;
    /** What the function hands over to its loops that are functions of their own, to one after the other in the same place; null as long as there is none. */
    private String contexts;
    private int contextSize;
    /** True in the entry function itself, whose loops may be given to threads. */
    public boolean mayThread;

    public EquationEmitter(ModuleContext unit, FunctionFacts facts, FnText fn, Exits.OnFailure onFailure) {
        this.facts = facts;
        this.unit = unit;
        this.out = unit.out();
        this.fn = fn;
        this.fast = unit.fast();
        ops = new ScalarOps(this);
        memory = new Memory(this);
        access = new Access(this);
        control = new Control(this);
        masked = new Masked(this);
        loops = new Loops(this);
        exits = new Exits(this, onFailure);
        frame = new Frame(this);
    }

    /** Made with the first function that is called: its class need not be loaded for the others. */
    MathCalls math() {
        math = math == null ? new MathCalls(this) : math;
        return math;
    }

    /** Where what a loop's function uses is put; see {@link #contextSize}. */
    String contexts() {
        contexts = contexts == null ? fn.fresh() : contexts;
        return contexts;
    }

    /** Has {@link #contexts} be at least so many words. */
    void contextSize(int words) {
        contextSize = Math.max(contextSize, words);
    }

    /** Completes the function but for its scopes. */
    public void finish() {
        if (contexts != null) {
            fn.lineAtEntry(contexts + " = alloca [" + Math.max(1, contextSize) + " x i64], align 16");
        }
        frame.finish();
        exits.finish();
    }

    // Values.

    public Value value(Atom a) {
        if (a instanceof Lit l) {
            return Val.uniform(l.dtype(), Ty.lit(l));
        }
        Value v = env.get((Var) a);
        if (v == null && inMemory.containsKey(a)) {
            return Val.uniform(a.dtype(), frame.load(inMemory.get(a)));
        }
        if (v == null) {
            throw new IllegalStateException("variable " + ((Var) a).id() + " is used before it is defined");
        }
        return v;
    }

    public Val val(Atom a) {
        return (Val) value(a);
    }

    public Arr arr(Atom a) {
        return (Arr) value(a);
    }

    static Val i64(String text) {
        return Val.uniform(DType.I64, text);
    }

    static Val i64(long v) {
        return i64(Long.toString(v));
    }

    /** One part of a value as a vector over the lanes (a scalar when there is one lane). */
    String vector(Val v, int part) {
        return v.isUniform() ? splat(Ty.value(v.dtype()), v.part(part)) : v.part(part);
    }

    /** A mask as an integer, the first lane its lowest bit. */
    String bits(String mask) {
        return fn.def("bitcast " + Ty.vector("i1", lanes) + " " + mask + " to i" + lanes);
    }

    /** A scalar in every lane. */
    String splat(String type, String text) {
        return splat(type, text, lanes);
    }

    String splat(String type, String text, int n) {
        if (n == 1) {
            return text;
        }
        if (!Ty.isRegister(text)) {
            return Ty.splat(type, text, n);
        }
        String ty = Ty.vector(type, n);
        String one = fn.def("insertelement " + ty + " poison, " + type + " " + text + ", i64 0");
        return fn.def("shufflevector " + ty + " " + one + ", " + ty + " poison, <" + n + " x i32> zeroinitializer");
    }

    /** The constant vector 0, step, 2 step ... of an integer type. */
    String ramp(String type, long step) {
        var sb = new StringBuilder("<");
        for (int l = 0; l < lanes; l++) {
            sb.append(l == 0 ? "" : ", ").append(type).append(' ').append(l * step);
        }
        return sb.append('>').toString();
    }

    /** The value whose lane l is {@code base + l * stride}. */
    Val affine(DType t, List<String> base, long stride) {
        String ty = Ty.value(t);
        var parts = new ArrayList<String>();
        for (String b : base) {
            parts.add(fn.def("add " + Ty.vector(ty, lanes) + " " + splat(ty, b) + ", " + ramp(ty, stride)));
        }
        return new Val(t, parts, base, stride);
    }

    // Equations.

    public void body(List<Eqn> body) {
        boolean numeric = ops.numeric(false);
        if (body.size() < Spilling.LONG) {
            Spilling before = sections;
            sections = null;
            access.gathers.inBlock(body, () -> body.forEach(this::eqn));
            sections = before;
        } else {
            Spilling.emit(this, body, v -> { });
        }
        ops.numeric(numeric);
    }

    void eqn(Eqn e) {
        memory.reserve(e);
        exits.trips(e);
        exits.overwriteParts(e);
        List<SharedIndices.Bound> asked = jam == 1 && (lanes == 1 || e.prim() == Prim.FOR && facts.variance().stride(e.in().get(0)) == 0) ? facts.shared().bounds(e) : List.of();
        if (asked.isEmpty()) {
            rule(e).run();
        } else {
            access.bounded(e, asked, rule(e));
        }
    }

    private Runnable rule(Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION -> () -> set(e.result(), e.prim() == Prim.SQRT ? sqrt(val(e.in().get(0)), e) : elementwise(e));
            case SELECT -> facts.waits(e, BranchResults.alone(this)) ? () -> { } : control.branches(e) ? () -> control.choose(e) : () -> set(e.result(), e.result().isArray()
                ? memory.select(val(e.in().get(0)), arr(e.in().get(1)), arr(e.in().get(2))) : ops.apply(e.prim(), e.params(), vals(e.in()), e.result().dtype()));
            case STOP_GRADIENT, SHARD, ACC_GET, PSUM, PMAX, PMIN -> () -> set(e.result(), value(e.in().get(0)));
            case OPT_BARRIER -> () -> {
                for (int k = 0; k < e.in().size(); k++) {
                    set(e.out().get(k), value(e.in().get(k)));
                }
            };
            case AXIS_INDEX -> () -> set(e.result(), Val.uniform(DType.I32, "0"));
            case FULL -> () -> set(e.result(), e.result().type().isScalar() ? value(e.in().get(0))
                : e.in().get(0) instanceof Lit l && l.isUnset() || facts.isWhollyWritten(e.result()) ? memory.fresh(e.result(), e.result().dtype(), extents(e.in().subList(1, e.in().size())), false, lanes)
                : memory.full(e.result(), val(e.in().get(0)), e.in().subList(1, e.in().size())));
            case ACC_NEW -> () -> set(e.result(), e.result().type().isScalar() ? value(Lit.zero(e.result().dtype()))
                : memory.full(e.result(), val(Lit.zero(e.result().dtype())), e.in()));
            case COPY -> () -> set(e.result(), e.result().isArray() ? memory.copy(e.result(), arr(e.in().get(0))) : value(e.in().get(0)));
            case RESHAPE -> () -> set(e.result(), arr(e.in().get(0)).withDims(extents(e.in().subList(1, e.in().size()))));
            case DIM -> () -> {
                String d = arr(e.in().get(0)).dims().get(((Params.Axis) e.params()).axis());
                set(e.result(), ops.apply(Prim.CONVERT, new Params.To(DType.I32), List.of(i64(d)), DType.I32));
            };
            case INDEX -> () -> set(e.result(), masked.index(e));
            case UPDATE -> () -> {
                exits.overwrite(e);
                set(e.result(), access.update(e));
            };
            case ACC_ADD -> () -> {
                exits.overwrite(e);
                set(e.result(), access.accumulate(e));
            };
            case COND -> () -> control.cond(e);
            case FOR -> () -> control.forLoop(e);
            case WHILE -> () -> control.whileLoop(e);
            case MAP -> () -> loops.map(e);
            case REDUCE -> () -> ops.joining(e, () -> loops.reduce(e));
            case SCAN -> () -> loops.scan(e);
            case HIST -> () -> loops.hist(e);
            case CALL -> () -> new Calls(this).call(e);
            case CHECK -> () -> exits.check(val(e.in().get(0)), (Params.Check) e.params());
            case DEBUG_CALLBACK -> () -> new ForeignCalls(this).callback(e);
            case FFT -> () -> new ForeignCalls(this).fourier(e);
            case THREEFRY2X32 -> () -> ops.threefry(e);
            case IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX,
                 REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT,
                 CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, ALL_GATHER ->
                throw new IllegalStateException(e.prim().text() + " has not been lowered");
        };
    }

    private Val elementwise(Eqn e) {
        int hidden = Math.max(facts.wrapped().operand(e), facts.step(e));
        List<Val> in = vals(e.in());
        if (hidden >= 0) {
            in.set(hidden, opaque(in.get(hidden), new Hidden(e.result(), Role.OPERAND)));
        }
        OverflowTests.Test overflow = lanes == 1 && jam == 1 ? facts.overflow(e) : null;
        if (overflow != null && overflow.of().in().stream().allMatch(this::isHere)) {
            return overflows(overflow);
        }
        Atom extent = extentAbove(e);
        if (extent != null) {
            return ops.below(val(facts.definition((Var) e.in().get(0)).in().get(0)), val(extent));
        }
        Val v = ops.of(e, in);
        return facts.wrapped().result(e) ? opaque(v, new Hidden(e.result(), Role.RESULT)) : v;
    }

    /**
     * Whether code that looks behind an equation's operands, at what these were made of, has this number here: a loop that is a function of its own may have been given the operand and nothing else, and where one lane goes
     * on alone a number from outside may still be that of all lanes.
     */
    boolean isHere(Atom a) {
        return a instanceof Lit || env.get(a) instanceof Val v && (lanes > 1 || v.isUniform());
    }

    /** The extent {@code n} of which a condition of lanes asks whether {@code i >= 0 && i < n}: one comparison of numbers without a sign, which LLVM does not make of two registers. Null for any other equation. */
    private Atom extentAbove(Eqn e) {
        if (lanes == 1 || e.prim() != Prim.AND || !(e.in().get(0) instanceof Var a) || !(e.in().get(1) instanceof Var b)) {
            return null;
        }
        Eqn least = facts.definition(a);
        Eqn below = facts.definition(b);
        boolean range = least != null && below != null && least.prim() == Prim.GE && below.prim() == Prim.LT && least.in().get(0).equals(below.in().get(0))
            && least.in().get(1) instanceof Lit zero && zero.dtype() == DType.I32 && zero.asLong() == 0;
        Eqn extent = range && below.in().get(1) instanceof Var n ? facts.definition(n) : null;
        boolean known = extent != null && extent.prim() == Prim.DIM && isHere(extent.result()) && isHere(least.in().get(0));
        return known ? extent.result() : null;
    }

    /** Whether a sum, a difference or a product of two integers leaves their type, or whether it does not: an i1, for which LLVM makes the operation and the question one instruction. */
    private Val overflows(OverflowTests.Test test) {
        Eqn e = test.of();
        String ty = Ty.value(e.result().dtype());
        String name = e.prim() == Prim.ADD ? "sadd" : e.prim() == Prim.SUB ? "ssub" : "smul";
        String both = call("{ " + ty + ", i1 }", "llvm." + name + ".with.overflow." + ty, ty + " " + val(e.in().get(0)).text(), ty + " " + val(e.in().get(1)).text());
        String over = fn.def("extractvalue { " + ty + ", i1 } " + both + ", 1");
        return Val.uniform(DType.BOOL, test.ifSo() ? over : fn.def("xor i1 " + over + ", true"));
    }

    /** An index as accesses use it: see {@link dev.jacobi.llvm.plan.WrappedCounters#index}. */
    Val index(Eqn e, Atom a) {
        return facts.wrapped().index(e, a) ? opaque(val(a), new Hidden((Var) a, Role.INDEX)) : val(a);
    }

    /** What is hidden in the computation or use of an integer. */
    private record Hidden(Var of, Role role) { }

    private enum Role { OPERAND, RESULT, INDEX }

    /**
     * The same integer, of which LLVM does not know how it was computed; see {@link dev.jacobi.llvm.plan.WrappedCounters}. What differs between lanes stays as it is.
     * Each has a zero of its own, which are not the same for LLVM either: where two of them meet, as in {@code ((i ^ z) & 31) ^ z}, they would cancel out.
     */
    private Val opaque(Val v, Hidden what) {
        if (!v.isAffine()) {
            return v;
        }
        String ty = Ty.value(v.dtype());
        String zero = zeros.computeIfAbsent(what, w -> {
            // said to write memory that nobody sees, or LLVM would make one of all
            String word = fn.atEntry("call i32 asm \"\", \"=r,0\"(i32 0) nounwind willreturn memory(inaccessiblemem: readwrite)");
            return ty.equals("i32") ? word : fn.atEntry((ty.equals("i64") ? "sext" : "trunc") + " i32 " + word + " to " + ty);
        });
        List<String> base = v.base().stream().map(x -> fn.def("xor " + ty + " " + x + ", " + zero)).toList();
        return v.isUniform() ? Val.uniform(v.dtype(), base) : new Val(v.dtype(), v.parts(), base, v.stride());
    }

    private Val sqrt(Val x, Eqn e) {
        if (!facts.multipliedOut(e.result()) || x.isUniform() || lanes % SquareRoots.REGISTER != 0) {
            return ops.apply(Prim.SQRT, e.params(), List.of(x), x.dtype());
        }
        String ty = Ty.vector("double", lanes);
        String f = SquareRoots.function(out, lanes);
        return Val.varying(DType.F64, x.parts().stream().map(p -> fn.def("call " + ty + " " + f + "(" + ty + " " + p + ")")).toList());
    }

    public void set(Var v, Value x) {
        env.put(v, x);
    }

    /** Sets each of the first variables to the value at its place. */
    void setAll(List<Var> vars, List<? extends Value> values) {
        for (int k = 0; k < values.size(); k++) {
            set(vars.get(k), values.get(k));
        }
    }

    List<Val> vals(List<Atom> atoms) {
        var out = new ArrayList<Val>(atoms.size());
        for (int i = 0; i < atoms.size(); i++) {
            out.add(val(atoms.get(i)));
        }
        return out;
    }

    /** Extents given as integer atoms, as i64 texts. */
    List<String> extents(List<Atom> atoms) {
        // a constant stays one, so that small arrays of fixed size can lie on the stack
        return atoms.stream().map(a -> a instanceof Lit l ? Long.toString(l.asLong()) : extent(val(a))).toList();
    }

    String extent(Val v) {
        return wide(v).text();
    }

    /** An integer as one of 64 bits. */
    Val wide(Val v) {
        return ops.apply(Prim.CONVERT, new Params.To(DType.I64), List.of(v), DType.I64);
    }

    /** An elementwise primitive without params, whose result is of type {@code out}. */
    Val op(Prim p, DType out, Val... in) {
        return ops.apply(p, Params.NONE, List.of(in), out);
    }

    /** Joins terms to the values of a fold. */
    List<Val> combine(List<Prim> ops, List<Val> values, List<Val> terms) {
        var out = new ArrayList<Val>(ops.size());
        for (int k = 0; k < ops.size(); k++) {
            // LLVM asks for the sign of the first of two operands of max and min: that of the term is there before the result so far
            boolean extreme = ops.get(k) == Prim.MIN || ops.get(k) == Prim.MAX;
            out.add(op(ops.get(k), values.get(k).dtype(), extreme ? terms.get(k) : values.get(k), extreme ? values.get(k) : terms.get(k)));
        }
        return out;
    }

    /** Calls a function that is declared outside of the module, with operands that are given with their types; null where it has no result. */
    String call(String result, String name, String... typed) {
        return tagged("", result, name, typed);
    }

    /** The same with what stands behind the call. */
    String tagged(String behind, String result, String name, String... typed) {
        var types = new StringBuilder();
        var operands = new StringBuilder();
        for (String v : typed) {
            types.append(types.isEmpty() ? "" : ", ").append(v, 0, v.startsWith("<") ? v.indexOf('>') + 1 : v.indexOf(' '));
            operands.append(operands.isEmpty() ? "" : ", ").append(v);
        }
        String text = "call " + result + " " + out.declare(result, name, "(" + types + ")") + "(" + operands + ")" + behind;
        if (!result.equals("void")) {
            return fn.def(text);
        }
        fn.line(text);
        return null;
    }

    /** Product of extents as an i64 text. */
    public String product(List<String> dims) {
        String p = "1";
        for (String d : dims) {
            p = mul(p, d);
        }
        return p;
    }

    /** i64 product of texts, folded where both are constants. */
    String mul(String a, String b) {
        if (a.equals("1")) {
            return b;
        }
        if (b.equals("1")) {
            return a;
        }
        boolean constants = !Ty.isRegister(a) && !Ty.isRegister(b);
        return constants ? Long.toString(Long.parseLong(a) * Long.parseLong(b)) : fn.def("mul nsw i64 " + a + ", " + b);
    }

    /** Sum of i64 values, parts and strides kept. */
    Val add(Val a, Val b) {
        return op(Prim.ADD, DType.I64, a, b);
    }

    Val mul(Val a, Val b) {
        return op(Prim.MUL, DType.I64, a, b);
    }
}
