package dev.jacobi.backend;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts a check in front of each new array that the JVM could not hold whatever else is in its heap: there the method throws an OutOfMemoryError, though
 * later passes may find out that nobody needs the array and do without it. Arrays that do get memory are held against what the heap has left when
 * they get it.
 */
final class HeapLimit implements FunctionPass {
    /** The longest array that HotSpot makes, of any type. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 2;
    private final long heap;

    /** {@code heap}: bytes that the JVM's heap may have. */
    HeapLimit(long heap) {
        this.heap = heap;
    }

    @Override
    public String name() {
        return "heap-limit";
    }

    @Override
    public Set<Property> requires() {
        return Set.of(Property.AS_WRITTEN);
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.AS_WRITTEN, Property.EXACT_CHECKS, Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func f) {
        var extents = new HashMap<Var, Integer>();
        Set<Var> inputs = new HashSet<>(f.in());
        var b = new Builder(Regions.firstFreeId(f));
        return new Func(f.in(), body(f.body(), b, inputs, extents), f.out());
    }

    /** {@code extents}: variables that are an extent of an input, with how many bytes each element of that has. */
    private List<Eqn> body(List<Eqn> body, Builder b, Set<Var> inputs, Map<Var, Integer> extents) {
        var out = new ArrayList<Eqn>();
        String where = "a new array";
        for (Eqn e : body) {
            if (e.prim() == Prim.DIM && inputs.contains(e.in().get(0)) && e.in().get(0).type().rank() == 1) {
                extents.put(e.result(), e.in().get(0).dtype().bytes());
            }
            if (e.params() instanceof Params.Check c && c.code() == Params.Code.NEGATIVE_SIZE) {
                where = c.where();
            }
            if (e.prim() == Prim.FULL) {
                out.addAll(check(e, b, extents, where));
            }
            Params p = e.params().map(r -> new Region(r.params(), body(r.body(), b, inputs, extents), r.out()));
            out.add(p == e.params() ? e : new Eqn(e.prim(), e.in(), p, e.out()));
        }
        return out;
    }

    private List<Eqn> check(Eqn full, Builder b, Map<Var, Integer> extents, String where) {
        List<Atom> dims = full.in().subList(1, full.in().size());
        int bytes = full.result().dtype().bytes();
        long most = Math.min(heap / bytes, MOST_ELEMENTS);
        if (dims.stream().allMatch(Lit.class::isInstance)) {
            double n = 1;
            for (Atom d : dims) {
                n *= ((Lit) d).asLong();
            }
            return n <= heap / bytes ? List.of() : at(b, where, () -> Lit.bool(false));
        }
        if (dims.size() == 1) {
            Integer held = extents.get(dims.get(0));
            return held != null && held >= bytes ? List.of() : at(b, where, () -> b.emit(Prim.LE, dims.get(0), Lit.of(dims.get(0).dtype(), most)));
        }
        return at(b, where, () -> {
            Atom product = Lit.f64(1);
            for (Atom d : dims) {
                product = b.emit(Prim.MUL, product, b.convert(d, DType.F64));
            }
            return b.emit(Prim.LE, product, Lit.f64(heap / bytes));
        });
    }

    private static List<Eqn> at(Builder b, String where, Supplier<Atom> condition) {
        b.open();
        Atom ok = condition.get();
        b.check(ok, Params.Code.MEMORY, where);
        return b.close(List.of(), List.of()).body();
    }
}
