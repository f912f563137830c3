package dev.jacobi.ir.pass;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Looks for what contradicts a {@link Property}, for {@code check=on} and tests. */
final class PropertyChecks {
    private PropertyChecks() {
    }

    static String earlyCheck(Module m) {
        return first(m, f -> find(f.body(), false, (e, parallel) -> e.params() instanceof Params.Check c && c.early()));
    }

    static String arrayPrimitive(Module m) {
        return first(m, f -> find(f.body(), false, (e, parallel) -> parallel && isLowered(e)));
    }

    /** Whether back ends have no code for the equation inside of parallel loops. */
    private static boolean isLowered(Eqn e) {
        boolean array = Atom.anyArray(e.in()) || Atom.anyArray(e.out());
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, THREEFRY2X32 -> array;
            case SELECT -> e.in().get(0).isArray();
            case IOTA, BROADCAST, TRANSPOSE, REV, SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR,
                 REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, ALL_GATHER -> true;
            // a CPU has a library for lines of doubles
            case FFT -> e.result().dtype() != DType.F64 || ((Params.Axis) e.params()).axis() != e.result().type().rank() - 1;
            case FULL, COPY, DIM, RESHAPE, UPDATE_SLICE, INDEX, UPDATE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET,
                 PSUM, PMAX, PMIN, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> false;
        };
    }

    static String view(Module m) {
        return first(m, f -> {
            Set<Var> parts = new HashSet<>();
            Regions.each(f.body(), e -> {
                if (e.prim() == Prim.INDEX && e.result().isArray()) {
                    parts.add(e.result());
                }
            });
            return parts.isEmpty() ? null : handedOn(new Region(f.in(), f.body(), f.out()), parts);
        });
    }

    private static String handedOn(Region r, Set<Var> parts) {
        for (Eqn e : r.body()) {
            for (Region inner : Regions.of(e)) {
                String found = handedOn(inner, parts);
                if (found != null) {
                    return found;
                }
            }
        }
        return Var.among(r.out()).stream().filter(parts::contains).map(v -> "a part of an array, of type " + v.type() + ", leaves its region").findFirst().orElse(null);
    }

    private interface Test {
        boolean holds(Eqn e, boolean parallel);
    }

    private static String find(List<Eqn> body, boolean parallel, Test test) {
        for (Eqn e : body) {
            if (test.holds(e, parallel)) {
                return "there is a " + e.prim().text();
            }
            boolean inside = parallel || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
            for (Region r : Regions.of(e)) {
                String found = find(r.body(), inside, test);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static String first(Module m, Function<Func, String> look) {
        for (Map.Entry<String, Func> f : m.funcs().entrySet()) {
            String found = look.apply(f.getValue());
            if (found != null) {
                return found + " in " + f.getKey();
            }
        }
        return null;
    }
}
