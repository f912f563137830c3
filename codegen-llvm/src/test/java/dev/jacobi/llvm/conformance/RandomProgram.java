package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/**
 * Random differentiable programs of bounded values: loops of all kinds, branches, updates in place and copies of what is updated, calls and
 * recursion, a few levels deep. The same seed gives the same program.
 */
final class RandomProgram {
    private static final Type ARRAY = Type.of(DType.F64, Dim.sym("n"));
    private static final Prim[] SMOOTH = {Prim.SIN, Prim.COS, Prim.TANH, Prim.ATAN};
    private final Random random;
    private final boolean kinks;
    private final Builder b = new Builder();
    private final List<Var> scope = new ArrayList<>();
    private Var length;

    private RandomProgram(long seed, boolean kinks) {
        random = new Random(seed);
        this.kinks = kinks;
    }

    /** {@code f(f64[n], f64[n], f64[], f64[], i32[])}; with {@code kinks} branches may depend on reals. */
    static Module of(long seed, boolean kinks) {
        var funcs = new LinkedHashMap<String, Func>();
        funcs.put("f", new RandomProgram(seed, kinks).func());
        funcs.putAll(Parser.parseModule("""
            halve(a:f64[], b:f64[]) { c = mul a b; d = sin c; e = mul a 0.5:f64; return d, e }
            rec(a:f64[], k:i32[]) { p = lt k 1:i32; r = cond(p) false { m = sub k 1:i32; x = sin a; y:f64[] = call[rec] x m; z = mul y a; yield z } true { yield a }; return r }
            fill(a:f64[n], s:f64[]) { n = dim[0] a; r = for(n, a) { i, a -> x = index a i; y = mul x s; z = sin y; u = update a i z; yield u }; return r }
            """).funcs());
        return new Module(funcs);
    }

    /** Arguments of the function. */
    static List<Tensor> inputs(Random random) {
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < 4; k++) {
            in.add(Tensors.draw(DType.F64, k < 2 ? new int[] {4} : new int[0], -1, 1, random));
        }
        in.add(Tensors.of(random.nextInt(4)));
        return in;
    }

    private Func func() {
        List<Var> in = List.of(b.fresh(ARRAY), b.fresh(ARRAY), b.fresh(Type.F64), b.fresh(Type.F64), b.fresh(Type.I32));
        scope.addAll(in);
        length = b.dim(in.get(0), 0);
        scope.add(length);
        block(3, 8);
        return b.build(in, List.of(scalar(), scalar(), array()));
    }

    private void block(int depth, int size) {
        for (int k = 2 + random.nextInt(size); k > 0; k--) {
            step(depth);
        }
    }

    private void step(int depth) {
        switch (random.nextInt(depth > 0 ? 24 : 13)) {
            case 0, 1 -> add(b.emit(SMOOTH[random.nextInt(SMOOTH.length)], random.nextInt(4) == 0 ? array() : scalar()));
            case 2, 3 -> add(b.emit(Prim.MUL, scalar(), scalar()));
            case 4 -> add(b.emit(Prim.MUL, b.emit(Prim.ADD, scalar(), scalar()), Lit.f64(0.5)));
            case 5 -> add(b.emit(Prim.MUL, array(), array()));
            case 6, 7 -> add(b.index(array(), Params.Access.CLAMP, List.of(integer())));
            case 8, 9, 10 -> add(b.update(array(), Params.Access.CLAMP, List.of(integer()), small(scalar())));
            case 11 -> add(b.emit(Prim.AND, b.emit(Prim.ADD, integer(), Lit.i32(random.nextInt(4))), Lit.i32(3)));
            case 12 -> add(random.nextBoolean() ? b.full(scalar(), ARRAY.dims(), List.of(length)) : b.emit(Prim.SELECT, condition(), scalar(), scalar()));
            case 13, 14, 15 -> cond(depth - 1);
            case 16, 17 -> forLoop(depth - 1);
            case 18 -> whileLoop(depth - 1);
            case 19, 20 -> map(depth - 1);
            case 21 -> reduce(depth - 1);
            case 22 -> call();
            default -> scanOrHist(depth - 1);
        }
    }

    private void add(Var v) {
        scope.add(v);
    }

    /** Keeps what goes into arrays between -1 and 1, so that loops do not let it grow. */
    private Atom small(Atom a) {
        return b.emit(Prim.SIN, a);
    }

    private <T> T late(List<T> of, int span) {
        return of.get(of.size() - 1 - random.nextInt(Math.min(of.size(), span)));
    }

    private Atom scalar() {
        return random.nextInt(10) == 0 ? Lit.f64(random.nextInt(5) * 0.25) : late(scope.stream().filter(v -> v.type().equals(Type.F64)).toList(), 5);
    }

    private Var array() {
        return late(scope.stream().filter(v -> v.dtype() == DType.F64 && v.type().rank() == 1).toList(), 3);
    }

    private Atom integer() {
        return random.nextInt(3) == 0 ? Lit.i32(random.nextInt(4)) : late(scope.stream().filter(v -> v.type().equals(Type.I32)).toList(), 3);
    }

    private Atom condition() {
        return kinks && random.nextBoolean() ? b.emit(Prim.LT, scalar(), scalar()) : b.emit(Prim.LT, integer(), integer());
    }

    private Atom count() {
        return random.nextInt(3) == 0 ? length : random.nextInt(2) == 0 ? Lit.i32(random.nextInt(4)) : b.emit(Prim.AND, integer(), Lit.i32(3));
    }

    private List<Type> types() {
        var types = new ArrayList<Type>();
        for (int k = random.nextInt(3); k >= 0; k--) {
            types.add(random.nextInt(3) == 0 ? ARRAY : random.nextInt(5) == 0 ? Type.I32 : Type.F64);
        }
        return types;
    }

    private Atom value(Type t) {
        return t.equals(Type.F64) ? scalar() : t.equals(Type.I32) ? integer() : array();
    }

    private List<Atom> values(List<Type> types) {
        var out = new ArrayList<Atom>();
        types.forEach(t -> out.add(value(t)));
        return out;
    }

    /** Runs a block in a scope of its own; what it yields is bounded. */
    private List<Atom> inner(int depth, List<Var> params, List<Type> types) {
        int mark = scope.size();
        scope.addAll(params);
        block(depth, 4);
        var out = new ArrayList<Atom>();
        for (Type t : types) {
            out.add(t.equals(Type.F64) ? small(scalar()) : t.equals(Type.I32) ? b.emit(Prim.AND, integer(), Lit.i32(3)) : array());
        }
        scope.subList(mark, scope.size()).clear();
        return out;
    }

    private void cond(int depth) {
        List<Type> types = types();
        scope.addAll(b.cond(condition(), () -> inner(depth, List.of(), types), () -> inner(depth, List.of(), types)));
    }

    private void forLoop(int depth) {
        List<Type> types = types();
        scope.addAll(b.loop(count(), values(types), params -> inner(depth, params, types)));
    }

    private void whileLoop(int depth) {
        List<Type> types = types();
        types.add(0, Type.I32);
        List<Atom> init = values(types);
        init.set(0, b.emit(Prim.AND, integer(), Lit.i32(3)));
        boolean early = kinks && types.contains(Type.F64);
        int watched = types.indexOf(Type.F64);
        scope.addAll(b.loopWhile(init, c -> {
            Atom more = b.emit(Prim.GT, c.get(0), Lit.i32(0));
            return early ? b.emit(Prim.AND, more, b.emit(Prim.LT, c.get(watched), Lit.f64(0.7))) : more;
        }, params -> {
            List<Atom> out = inner(depth, params, types);
            out.set(0, b.emit(Prim.SUB, params.get(0), Lit.i32(1)));
            return out;
        }));
    }

    private void map(int depth) {
        Var dest = array();
        boolean reads = random.nextBoolean();
        Var i = b.fresh(Type.I32);
        Var d = b.fresh(ARRAY);
        b.open();
        var params = new ArrayList<>(List.of(i));
        if (reads) {
            params.add(b.index(d, Params.Access.PROMISED, List.of(i)));
        }
        List<Atom> out = inner(depth, params, List.of(Type.F64, Type.F64));
        Atom written = random.nextInt(5) == 0 ? d : b.update(d, Params.Access.PROMISED, List.of(i), out.get(0));
        var region = b.close(List.of(i, d), List.of(written, out.get(1)));
        scope.addAll(b.emitAll(Prim.MAP, new Params.Loop(Dim.sym("n"), region), List.of(length, dest)));
    }

    private void reduce(int depth) {
        Var i = b.fresh(Type.I32);
        Atom n = count();
        List<Atom> init = List.of(n, scalar(), scalar());
        b.open();
        List<Atom> out = inner(depth, List.of(i), List.of(Type.F64, Type.F64));
        Prim op = kinks && random.nextBoolean() ? Prim.MAX : random.nextInt(3) == 0 ? Prim.MUL : Prim.ADD;
        scope.addAll(b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD, op), b.close(List.of(i), out)), init));
    }

    private void scanOrHist(int depth) {
        Var i = b.fresh(Type.I32);
        boolean scan = random.nextBoolean();
        Atom first = scan ? scalar() : array();
        b.open();
        List<Atom> out = inner(depth, List.of(i), scan ? List.of(Type.F64) : List.of(Type.I32, Type.F64));
        var fold = new Params.Fold(Dim.sym("n"), List.of(Prim.ADD), b.close(List.of(i), out));
        List<Var> r = b.emitAll(scan ? Prim.SCAN : Prim.HIST, fold, List.of(length, first));
        r.forEach(v -> add(b.emit(Prim.TANH, v)));
    }

    private void call() {
        switch (random.nextInt(3)) {
            case 0 -> scope.addAll(b.emitAll(Prim.CALL, new Params.Call("halve", List.of(Type.F64, Type.F64)), List.of(scalar(), scalar())));
            case 1 -> add(b.emit(Prim.CALL, new Params.Call("rec", List.of(Type.F64)), scalar(), count()));
            default -> add(b.emit(Prim.CALL, new Params.Call("fill", List.of(ARRAY)), array(), scalar()));
        }
    }
}
