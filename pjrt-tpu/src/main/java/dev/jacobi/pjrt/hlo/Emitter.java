package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.Code.Tensor;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one function without calls: equation by equation, with what each variable stands for ({@link Val}). Inside of a parallel loop every
 * value has the lanes that it differs along as its first axes; where only some lanes are at work a mask says which. This file has the
 * environment and the dispatch; the rules are in {@link Structure}, {@link Access}, {@link Folds}, {@link Library} and {@link Control}.
 */
final class Emitter {
    /** Calls within calls, and calls altogether, before recursion is taken for endless. */
    private static final int DEEPEST = 100;
    private static final int MOST_CALLS = 1_000;
    final Ops o = new Ops();
    final Arithmetic arithmetic = new Arithmetic(o);
    final Lanes l = new Lanes(o, arithmetic);
    /** Lanes that are at work; null for all. */
    Val mask;
    /** All checks so far held; null when there was none. */
    Tensor ok;
    final List<String> notes = new ArrayList<>();
    /** The lane axes of the parallel loops around. */
    List<Integer> active = List.of();
    private final dev.jacobi.ir.Module module;
    private Map<Integer, Val> env = new HashMap<>();
    private int depth;
    private int calls;
    private final Structure structure = new Structure(this);
    private final Access access = new Access(this);
    private final Folds folds = new Folds(this);
    private final Library library = new Library(this);
    private final Control control = new Control(this, access);
    private String where = "";

    Emitter(dev.jacobi.ir.Module module) {
        this.module = module;
    }

    void set(Var v, Val value) {
        env.put(v.id(), value);
    }

    Val get(Atom a) {
        if (a instanceof Lit c) {
            return Val.of(c);
        }
        Val v = env.get(((Var) a).id());
        if (v == null) {
            throw new IllegalStateException("a variable is used before it is defined");
        }
        return v;
    }

    List<Val> get(List<? extends Atom> as) {
        return as.stream().map(this::get).toList();
    }

    /** Puts another value in a variable's place, as long as {@code body} runs. */
    void during(Map<Integer, Val> values, Runnable body) {
        var before = new HashMap<Integer, Val>();
        values.keySet().forEach(id -> before.put(id, env.get(id)));
        env.putAll(values);
        try {
            body.run();
        } finally {
            env.putAll(before);
        }
    }

    void body(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    /** What a region yields for these parameters. */
    List<Val> region(Region r, List<Val> params) {
        for (int k = 0; k < params.size(); k++) {
            set(r.params().get(k), params.get(k));
        }
        body(r.body());
        return get(r.out());
    }

    /** True when a check stands in the region or in what it calls. */
    boolean checks(Region r) {
        return Chains.checks(r.body(), module, new java.util.HashSet<>());
    }

    /** The body of a function in place of its call: recursion ends where a branch's selector is a constant, or not at all. */
    List<Val> call(String name, List<Val> args) {
        Func f = module.get(name);
        if (f == null && External.is(name)) {
            return List.of(library(name, args));
        } else if (f == null) {
            throw new IllegalArgumentException("call of " + name + ", which the module does not have");
        }
        if (++depth > DEEPEST || ++calls > MOST_CALLS) {
            throw new HloRefusal(HloRefusal.Reason.RECURSION, name + at() + " calls itself to a depth that depends on data, and StableHLO has no recursion; "
                + "write it as a loop or run the method on the CPU");
        }
        Map<Integer, Val> caller = env;
        env = new HashMap<>();
        try {
            for (int k = 0; k < args.size(); k++) {
                set(f.in().get(k), args.get(k));
            }
            body(f.body());
            return get(f.out());
        } finally {
            env = caller;
            depth--;
        }
    }

    /** Of StrictMath's functions only what is exact: the others are its own algorithms, bit for bit, and no plugin computes by them. */
    private Val library(String function, List<Val> in) {
        String name = External.function(function);
        if (External.isMath(function)) {
            throw new HloRefusal(HloRefusal.Reason.STRICT, "with math=jvm Math." + name + at() + " is a routine of the JVM's, which devices do not have; leave math=jvm "
                + "out or run the method on the CPU");
        }
        if (!name.equals("IEEEremainder")) {
            throw new HloRefusal(HloRefusal.Reason.STRICT, function + at() + " has exactly specified results, which devices do not compute; call Math." + name
                + " or run the method on the CPU");
        }
        List<Integer> lanes = Lanes.union(in);
        List<Tensor> t = l.together(in, lanes);
        return Val.of(arithmetic.functions().ieeeRemainder(t.get(0), t.get(1)), lanes);
    }

    /** A scalar whose value must be known, such as an extent. */
    int known(Val v, Prim of) {
        if (v.lit == null) {
            throw new HloRefusal(HloRefusal.Reason.EXTENT, "StableHLO programs have fixed extents, and an extent of " + of.text() + at()
                + " is known only while the program runs; make it depend on extents of arguments or on arguments that are compiled in");
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v.lit.asLong()));
    }

    int[] known(List<Atom> extents, Prim of) {
        int[] out = extents.stream().mapToInt(a -> known(get(a), of)).toArray();
        for (int d : out) {
            if (d < 0) {
                throw new HloRefusal(HloRefusal.Reason.EXTENT, "an extent of " + of.text() + at() + " is negative: " + d);
            }
        }
        return out;
    }

    /** " near PLACE", or nothing. */
    String at() {
        return where.isEmpty() ? "" : " near " + where;
    }

    private static String text(Eqn e) {
        var s = new StringBuilder(e.prim().text());
        for (Atom a : e.in()) {
            s.append(' ').append(a.type());
        }
        if (!e.out().isEmpty()) {
            s.append(" ->");
            e.out().forEach(v -> s.append(' ').append(v.type()));
        }
        return s.toString();
    }

    void eqn(Eqn e) {
        if (e.params() instanceof Params.Check c && c.where().contains(":")) {
            where = c.where();
        }
        o.during(new HloProgram.Origin(text(e), where), () -> {
            List<Val> out = emit(e);
            for (int k = 0; k < e.out().size(); k++) {
                set(e.out().get(k), out.get(k));
            }
            return null;
        });
    }

    private List<Val> emit(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> List.of(elementwise(e));
            case STRUCTURAL -> List.of(structure.emit(e));
            case ACCESS -> List.of(access.emit(e));
            case REDUCTION -> List.of(folds.emit(e));
            case LIBRARY -> library.emit(e);
            case CONTROL -> control.emit(e);
            case LINEAR -> List.of(switch (e.prim()) {
                case ACC_NEW -> Val.of(Lit.zero(e.result().dtype()), known(e.in(), e.prim()));
                case ACC_GET -> get(e.in().get(0));
                case ACC_ADD -> access.emit(e);
                case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN,
                     ACOS, ATAN, SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA, ADD, SUB, MUL, DIV, REM, POW, ATAN2, HYPOT, MIN, MAX,
                     AND, OR, XOR, SHL, SHR, USHR, MULHI, COPYSIGN, NEXTAFTER, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST,
                     FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE,
                     GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN,
                     ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR,
                     WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
                     STOP_GRADIENT, OPT_BARRIER -> throw new IllegalStateException(e.prim().text() + " is no accumulator");
            });
            case RANDOM -> library.threefry(get(e.in()));
            case COLLECTIVE -> List.of(collective(e));
            case MARK -> e.prim() == Prim.STOP_GRADIENT ? get(e.in()) : barrier(get(e.in()));
        };
    }

    private List<Val> barrier(List<Val> in) {
        if (in.isEmpty()) {
            return in;
        }
        List<Tensor> ts = in.stream().map(l::tensor).toList();
        List<Tensor> out = o.defAll(ts, "stablehlo.optimization_barrier " + Ops.names(ts) + " : " + Ops.types(ts));
        var vals = new ArrayList<Val>();
        for (int k = 0; k < in.size(); k++) {
            vals.add(Val.of(out.get(k), in.get(k).lanes).sharedOver(in.get(k).shared));
        }
        return vals;
    }

    /** One participant, as for the interpreter: several devices are not this module's yet. */
    private Val collective(Eqn e) {
        String name = ((Params.Name) e.params()).name();
        String note = "the collectives over " + name + " see one participant";
        if (!notes.contains(note)) {
            notes.add(note);
        }
        return switch (e.prim()) {
            case AXIS_INDEX -> Val.of(Lit.i32(0));
            case ALL_GATHER -> {
                Val v = get(e.in().get(0));
                int[] dims = java.util.stream.IntStream.concat(java.util.stream.IntStream.of(1), java.util.Arrays.stream(v.dims)).toArray();
                yield Val.of(o.reshape(l.tensor(v), l.shape(v.lanes, dims)), v.lanes);
            }
            case PSUM, PMAX, PMIN, NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS,
                 TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA, ADD, SUB, MUL, DIV, REM, POW, ATAN2, HYPOT, MIN,
                 MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI, COPYSIGN, NEXTAFTER, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST,
                 FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER,
                 SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD,
                 CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN,
                 HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, STOP_GRADIENT, OPT_BARRIER ->
                get(e.in().get(0));
        };
    }

    // Elementwise.

    private Val elementwise(Eqn e) {
        return elementwise(e.prim(), e.params(), get(e.in()), e.result().dtype());
    }

    /** XLA takes x + 0 for x, but -0 + 0 is 0. */
    private Val plusZero(Val x) {
        Tensor t = l.tensor(x);
        Tensor zero = o.like(t, 0);
        return Val.of(o.select(o.compare("EQ", t, zero), zero, t), x.lanes);
    }

    Val elementwise(Prim p, Params params, List<Val> in, DType to) {
        if (in.stream().allMatch(v -> v.lit != null)) {
            Lit r = Eval.fold(p, params, in.stream().map(v -> v.lit).toList());
            if (r != null) {
                return Val.of(r, in.stream().filter(v -> !v.isScalar()).findFirst().map(v -> v.dims).orElse(new int[0]));
            }
        }
        Val known = new Affines(this).emit(p, in, to);
        if (known != null) {
            return known;
        }
        List<Integer> lanes = Lanes.union(in);
        if (p == Prim.SELECT) {
            return l.select(in.get(0), in.get(1), in.get(2));
        }
        if (p == Prim.ADD && to.isFloat() && in.stream().anyMatch(v -> v.lit != null && v.lit.bits() == 0)) {
            return plusZero(in.get(0).lit != null ? in.get(1) : in.get(0));
        }
        List<Tensor> t = l.together(in, lanes);
        Tensor r = switch (p.group()) {
            case UNARY -> arithmetic.unary(p, t.get(0));
            case BINARY, COMPARE -> arithmetic.binary(p, t.get(0), t.get(1));
            case TERNARY -> arithmetic.fma(t.get(0), t.get(1), t.get(2));
            case CONVERSION -> p == Prim.CONVERT ? arithmetic.convert(t.get(0), to) : arithmetic.bitcast(t.get(0), to);
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> throw new IllegalArgumentException(p.text() + " is not elementwise");
        };
        return Val.of(r, lanes);
    }
}
