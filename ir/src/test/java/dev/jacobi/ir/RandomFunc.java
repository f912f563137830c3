package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random well-typed functions that always terminate, with control flow nested a few levels deep, guarded element accesses and
 * plenty of equal and trivial subexpressions. The same seed gives the same function.
 */
public final class RandomFunc {
    private static final DType[] SCALARS = {DType.BOOL, DType.I32, DType.I32, DType.I64, DType.F64, DType.I8, DType.U16, DType.F32};
    private static final long[] INTS = {0, 0, 1, 1, -1, 2, 3, 7, 255, -128, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, 65535};
    private static final double[] REALS = {0.0, -0.0, 1.0, -1.0, 0.5, 2.0, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 5e-324};
    private static final Prim[] UNARY = {Prim.NEG, Prim.ABS, Prim.SIGN};
    private static final Prim[] ARITHMETIC = {Prim.ADD, Prim.ADD, Prim.SUB, Prim.SUB, Prim.MUL, Prim.DIV, Prim.REM, Prim.MIN, Prim.MAX};
    private static final Prim[] BITS = {Prim.AND, Prim.OR, Prim.XOR, Prim.SHL, Prim.SHR, Prim.USHR};
    private static final Prim[] COMPARE = {Prim.EQ, Prim.NE, Prim.LT, Prim.LE, Prim.GT, Prim.GE};
    private final Random random;
    private final Builder b = new Builder();
    private final List<Var> scope = new ArrayList<>();

    public RandomFunc(long seed) {
        random = new Random(seed);
    }

    /** Takes an f64[n], an i32[m], an i32, an i64, an f64 and a bool; returns a few values. */
    public Func next() {
        List<Var> in = List.of(b.fresh(Type.of(DType.F64, Dim.sym("n"))), b.fresh(Type.of(DType.I32, Dim.sym("m"))), b.fresh(Type.I32),
            b.fresh(Type.I64), b.fresh(Type.F64), b.fresh(Type.BOOL));
        scope.addAll(in);
        block(3, 12);
        var out = new ArrayList<Atom>();
        for (int i = 0; i < 4; i++) {
            out.add(scope.get(scope.size() - 1 - random.nextInt(Math.min(scope.size(), 12))));
        }
        out.add(array(DType.F64));
        return b.build(in, out);
    }

    private void block(int depth, int size) {
        for (int n = 1 + random.nextInt(size); n > 0; n--) {
            step(depth);
        }
    }

    private void step(int depth) {
        switch (random.nextInt(depth > 0 ? 26 : 15)) {
            case 0, 1, 2, 3 -> arithmetic();
            case 4, 5 -> compare();
            case 6 -> logic();
            case 7 -> add(b.convert(any(), dtype()));
            case 8 -> {
                DType d = dtype();
                add(b.emit(Prim.SELECT, scalar(DType.BOOL), scalar(d), scalar(d)));
            }
            case 9 -> add(b.dim(array(random.nextBoolean() ? DType.F64 : DType.I32), 0));
            case 10, 11 -> read();
            case 12, 13 -> write();
            case 14 -> {
                if (random.nextInt(4) == 0) {
                    check();
                } else {
                    Atom n = b.emit(Prim.AND, scalar(DType.I32), Lit.i32(7));
                    DType d = random.nextBoolean() ? DType.F64 : DType.I32;
                    add(b.full(scalar(d), List.of(Dim.UNKNOWN), List.of(n)));
                }
            }
            case 15, 16, 17, 18 -> cond(depth - 1);
            case 19, 20 -> forLoop(depth - 1);
            case 21, 22 -> whileLoop(depth - 1);
            case 23 -> map(depth - 1);
            case 24 -> reduce(depth - 1);
            default -> scanOrHist(depth - 1);
        }
    }

    private void add(Var v) {
        scope.add(v);
    }

    private DType dtype() {
        return SCALARS[random.nextInt(SCALARS.length)];
    }

    private Lit literal(DType d) {
        return d.isFloat() ? (d == DType.F64 ? Lit.f64(REALS[random.nextInt(REALS.length)]) : Lit.f32((float) REALS[random.nextInt(REALS.length)]))
            : Lit.of(d, INTS[random.nextInt(INTS.length)]);
    }

    /** A variable of the type, mostly a recent one, or a literal. */
    private Atom scalar(DType d) {
        List<Var> fit = scope.stream().filter(v -> v.type().equals(Type.scalar(d))).toList();
        return fit.isEmpty() || random.nextInt(4) == 0 ? literal(d) : fit.get(fit.size() - 1 - random.nextInt(Math.min(fit.size(), 5)));
    }

    private Atom any() {
        return scalar(dtype());
    }

    private Var array(DType d) {
        List<Var> fit = scope.stream().filter(v -> v.dtype() == d && v.type().rank() == 1).toList();
        return fit.get(fit.size() - 1 - random.nextInt(Math.min(fit.size(), 3)));
    }

    private static Prim pick(Prim[] prims, Random random) {
        return prims[random.nextInt(prims.length)];
    }

    private void arithmetic() {
        DType d = dtype();
        if (d == DType.BOOL) {
            logic();
        } else if (random.nextInt(6) == 0) {
            add(b.emit(pick(UNARY, random), scalar(d)));
        } else {
            add(b.emit(pick(d.isInt() && random.nextInt(3) == 0 ? BITS : ARITHMETIC, random), scalar(d), scalar(d)));
        }
    }

    private void compare() {
        DType d = dtype();
        add(b.emit(pick(COMPARE, random), scalar(d), scalar(d)));
    }

    private void logic() {
        Prim[] prims = {Prim.AND, Prim.OR, Prim.XOR, Prim.NOT, Prim.EQ, Prim.NE};
        Prim p = pick(prims, random);
        add(p == Prim.NOT ? b.emit(p, scalar(DType.BOOL)) : b.emit(p, scalar(DType.BOOL), scalar(DType.BOOL)));
    }

    private void check() {
        b.check(scalar(DType.BOOL), Params.Code.THROW, "");
    }

    /** Access params and an index that fits them: promised ones are checked first. */
    private Params.Access guard(Var a, Atom i) {
        if (random.nextBoolean()) {
            return Params.Access.CLAMP;
        }
        b.check(b.emit(Prim.GE, i, Lit.i32(0)), Params.Code.INDEX, "low");
        b.check(b.emit(Prim.LT, i, b.dim(a, 0)), Params.Code.INDEX, "high");
        return Params.Access.PROMISED;
    }

    private Atom index() {
        return random.nextInt(3) == 0 ? Lit.i32(random.nextInt(3)) : random.nextInt(3) == 0 ? b.emit(Prim.AND, scalar(DType.I32), Lit.i32(3)) : scalar(DType.I32);
    }

    private void read() {
        Var a = array(random.nextBoolean() ? DType.F64 : DType.I32);
        Atom i = index();
        if (random.nextInt(4) > 0 || a.id() < 2) {
            Params.Access access = guard(a, i);
            if (access == Params.Access.CLAMP) {
                // Reading an empty array has no meaning.
                b.check(b.emit(Prim.GT, b.dim(a, 0), Lit.i32(0)), Params.Code.INDEX, "empty");
            }
            add(b.index(a, access, List.of(i)));
        }
    }

    private void write() {
        Var a = array(random.nextBoolean() ? DType.F64 : DType.I32);
        Atom i = index();
        Params.Access access = guard(a, i);
        Var u = b.update(a, access, List.of(i), scalar(a.dtype()));
        add(u);
        if (random.nextInt(3) == 0) {
            add(b.index(u, access, List.of(i)));
        } else if (random.nextInt(3) == 0) {
            // if (p) a[i] = v, just after a[i] was stored.
            Atom v = scalar(a.dtype());
            Var w = b.cond(scalar(DType.BOOL), () -> List.of(b.update(u, access, List.of(i), b.emit(Prim.ADD, v, v))), () -> List.of(u)).get(0);
            add(w);
        }
    }

    /** The body of a region: what it defines is out of scope after it; yields come from {@code types}. */
    private List<Atom> inner(int depth, List<Var> params, List<Type> types) {
        int mark = scope.size();
        scope.addAll(params);
        block(depth, 6);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < types.size(); k++) {
            Type t = types.get(k);
            out.add(!t.isScalar() ? array(t.dtype()) : random.nextInt(5) == 0 && k < params.size() && params.get(k).type().equals(t) ? params.get(k) : scalar(t.dtype()));
        }
        scope.subList(mark, scope.size()).clear();
        return out;
    }

    private List<Type> types() {
        var types = new ArrayList<Type>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            types.add(random.nextInt(4) == 0 ? Type.of(random.nextBoolean() ? DType.F64 : DType.I32, Dim.UNKNOWN) : Type.scalar(dtype()));
        }
        return types;
    }

    private List<Atom> initial(List<Type> types) {
        var out = new ArrayList<Atom>();
        types.forEach(t -> out.add(t.isScalar() ? scalar(t.dtype()) : array(t.dtype())));
        return out;
    }

    private Params.Loop loop(List<Var> params, List<Atom> out) {
        return new Params.Loop(Dim.UNKNOWN, b.close(params, out));
    }

    private void cond(int depth) {
        List<Type> types = types();
        Atom s = random.nextInt(4) > 0 ? scalar(DType.BOOL) : scalar(DType.I32);
        var regions = new ArrayList<Region>();
        for (int n = s.dtype() == DType.BOOL ? 2 : 1 + random.nextInt(3); n > 0; n--) {
            b.open();
            regions.add(b.close(List.of(), inner(depth, List.of(), types)));
        }
        // Dims are unknown wherever branches may differ, so arrays of any extent fit.
        append(Prim.COND, List.of(s), new Params.Branches(regions), types);
    }

    private void append(Prim p, List<Atom> in, Params params, List<Type> types) {
        List<Var> out = types.stream().map(b::fresh).toList();
        b.append(new Eqn(p, in, params, out));
        scope.addAll(out);
    }

    private List<Var> params(List<Type> types) {
        return types.stream().map(b::fresh).collect(Collectors.toCollection(ArrayList::new));
    }

    private Atom tripCount() {
        return random.nextInt(3) == 0 ? Lit.i32(random.nextInt(4) - 1) : random.nextInt(2) == 0 ? b.dim(array(DType.F64), 0)
            : b.emit(Prim.AND, scalar(DType.I32), Lit.i32(3));
    }

    private void forLoop(int depth) {
        List<Type> types = types();
        Atom n = tripCount();
        List<Atom> init = initial(types);
        List<Var> params = params(types);
        params.add(0, b.fresh(Type.I32));
        b.open();
        var shifted = new ArrayList<>(inner(depth, params, types));
        for (int k = 0; k < shifted.size(); k++) {
            if (random.nextInt(4) == 0) {
                shifted.set(k, params.get(k + 1));
            }
        }
        init.add(0, n);
        append(Prim.FOR, init, loop(params, shifted), types);
    }

    /** Counts down from at most 3, so it ends whatever else its condition says. */
    private void whileLoop(int depth) {
        List<Type> types = types();
        types.add(0, Type.I32);
        List<Atom> init = initial(types);
        init.set(0, b.emit(Prim.AND, scalar(DType.I32), Lit.i32(3)));
        List<Var> cp = params(types);
        b.open();
        int mark = scope.size();
        scope.addAll(cp);
        Atom go = b.emit(Prim.GT, cp.get(0), Lit.i32(0));
        go = random.nextBoolean() ? go : b.emit(Prim.AND, go, b.emit(pick(COMPARE, random), scalar(DType.I32), scalar(DType.I32)));
        scope.subList(mark, scope.size()).clear();
        Region cond = b.close(cp, List.of(go));
        List<Var> bp = params(types);
        b.open();
        List<Atom> out = inner(depth, bp, types);
        out.set(0, b.emit(Prim.SUB, bp.get(0), Lit.i32(1)));
        append(Prim.WHILE, init, new Params.While(cond, b.close(bp, out)), types);
    }

    /** Each iteration writes its own element only. */
    private void map(int depth) {
        Var dest = array(DType.F64);
        Atom n = b.dim(dest, 0);
        List<Var> params = List.of(b.fresh(Type.I32), b.fresh(dest.type()));
        b.open();
        List<Atom> out = inner(depth, List.of(params.get(0)), List.of(Type.F64, Type.I32));
        Atom written = random.nextInt(4) == 0 ? params.get(1) : b.update(params.get(1), Params.Access.PROMISED, List.of(params.get(0)), out.get(0));
        append(Prim.MAP, List.of(n, dest), loop(params, List.of(written, out.get(1))), List.of(dest.type(), Type.of(DType.I32, Dim.UNKNOWN)));
    }

    private void reduce(int depth) {
        List<Type> types = List.of(Type.I32, Type.F64);
        Var i = b.fresh(Type.I32);
        Atom n = tripCount();
        List<Atom> in = initial(types);
        in.add(0, n);
        b.open();
        List<Atom> out = inner(depth, List.of(i), types);
        append(Prim.REDUCE, in, new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD, Prim.MAX), b.close(List.of(i), out)), types);
    }

    private void scanOrHist(int depth) {
        Var i = b.fresh(Type.I32);
        Atom n = tripCount();
        boolean scan = random.nextBoolean();
        Var bins = array(DType.I32);
        Atom first = scalar(DType.I32);
        b.open();
        List<Atom> out = inner(depth, List.of(i), scan ? List.of(Type.I32) : List.of(Type.I32, Type.I32));
        var fold = new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD), b.close(List.of(i), out));
        if (scan) {
            append(Prim.SCAN, List.of(n, first), fold, List.of(Type.I32, Type.of(DType.I32, Dim.UNKNOWN)));
        } else {
            append(Prim.HIST, List.of(n, bins), fold, List.of(bins.type()));
        }
    }
}
