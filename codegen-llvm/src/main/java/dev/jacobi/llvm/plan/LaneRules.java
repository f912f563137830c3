package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a loop's body can be emitted for lanes at all. Arrays made inside are private to each lane and may not meet shared ones; what moves
 * whole rows, calls functions, or lets lanes choose between arrays stays scalar.
 */
final class LaneRules {
    private final Variance variance;
    private final Aliases aliases;
    private final Set<Var> own = new HashSet<>();

    private LaneRules(Variance variance, Aliases aliases) {
        this.variance = variance;
        this.aliases = aliases;
    }

    /** {@code variance} is that of the loop with its index running over the lanes. */
    static boolean allow(Eqn loop, Variance variance, Aliases aliases) {
        Region r = Regions.of(loop).get(0);
        boolean scalars = r.out().stream().skip(RegionView.of(loop).carried().size()).noneMatch(Atom::isArray) || loop.prim() == Prim.REDUCE;
        return scalars && new LaneRules(variance, aliases).body(r.body(), false);
    }

    private boolean varies(Atom a) {
        return variance.stride(a) != 0;
    }

    private boolean mine(Atom a) {
        return a instanceof Var v && own.contains(v);
    }

    private boolean body(List<Eqn> body, boolean divergent) {
        return body.stream().allMatch(e -> eqn(e, divergent));
    }

    private boolean eqn(Eqn e, boolean divergent) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, DIM, CHECK, THREEFRY2X32, AXIS_INDEX -> true;
            case SELECT -> !e.result().isArray();
            case FULL, ACC_NEW -> {
                own.add(e.result());
                yield e.in().subList(e.prim() == Prim.FULL ? 1 : 0, e.in().size()).stream().noneMatch(this::varies);
            }
            case COPY -> {
                own.add(e.result());
                yield !e.result().isArray() || mine(e.in().get(0));
            }
            case RESHAPE -> pass(e) && e.in().subList(1, e.in().size()).stream().noneMatch(this::varies);
            case INDEX, STOP_GRADIENT, SHARD, ACC_GET, PSUM, PMAX, PMIN, OPT_BARRIER -> pass(e);
            case UPDATE, ACC_ADD -> pass(e) && !e.in().get(e.in().size() - 1).isArray();
            case COND -> cond(e, divergent);
            case FOR, WHILE -> loop(e, divergent);
            case MAP, REDUCE, SCAN -> parallel(e, divergent);
            case HIST -> {
                if (!mine(e.in().get(1))) {
                    yield false;
                }
                own.add(e.result());
                yield body(Regions.of(e).get(0).body(), divergent || varies(e.in().get(0)));
            }
            case CALL -> External.is(e);
            case IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX,
                 REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT,
                 CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, ALL_GATHER, DEBUG_CALLBACK -> false;
        };
    }

    /** The results are private when the first operand is. */
    private boolean pass(Eqn e) {
        for (int k = 0; k < e.out().size(); k++) {
            if (e.out().get(k).isArray() && mine(e.in().get(e.prim() == Prim.OPT_BARRIER ? k : 0))) {
                own.add(e.out().get(k));
            }
        }
        return true;
    }

    private boolean cond(Eqn e, boolean divergent) {
        boolean splits = varies(e.in().get(0));
        List<Region> rs = ((Params.Branches) e.params()).regions();
        if (!rs.stream().allMatch(r -> body(r.body(), divergent || splits))) {
            return false;
        }
        for (int k = 0; k < e.out().size(); k++) {
            int at = k;
            if (!e.out().get(k).isArray()) {
                continue;
            }
            boolean all = rs.stream().allMatch(r -> mine(r.out().get(at)));
            boolean none = rs.stream().noneMatch(r -> mine(r.out().get(at)));
            Set<Var> roots = aliases.roots(e.out().get(k));
            if (!all && !none || splits && roots.size() != 1) {
                return false;
            }
            if (all) {
                own.add(e.out().get(k));
            }
        }
        return true;
    }

    private boolean loop(Eqn e, boolean divergent) {
        boolean splits = e.params() instanceof Params.While w ? varies(w.cond().out().get(0)) : varies(e.in().get(0));
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        for (RegionView.Slot c : carries) {
            if (mine(c.init())) {
                own.addAll(c.params());
                own.add(c.result());
            }
            if (c.param().isArray() && (splits || divergent) && !aliases.stable(c)) {
                return false;
            }
        }
        return Regions.of(e).stream().allMatch(r -> body(r.body(), divergent || splits))
            && carries.stream().allMatch(c -> !c.param().isArray() || mine(c.yield()) == mine(c.param()));
    }

    private boolean parallel(Eqn e, boolean divergent) {
        boolean splits = varies(e.in().get(0));
        Region r = Regions.of(e).get(0);
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        for (RegionView.Slot c : carries) {
            if (mine(c.init())) {
                own.add(c.param());
                own.add(c.result());
            }
        }
        boolean rows = e.prim() != Prim.REDUCE && r.out().stream().skip(carries.size()).anyMatch(Atom::isArray);
        boolean stacks = e.prim() == Prim.SCAN || e.prim() == Prim.MAP && r.out().size() > carries.size();
        if (rows || stacks && splits) {
            return false;
        }
        e.out().stream().filter(v -> v.isArray() && carries.stream().noneMatch(c -> c.result().equals(v))).forEach(own::add);
        return body(r.body(), divergent || splits) && carries.stream().allMatch(c -> mine(c.yield()) == mine(c.param()));
    }
}
