package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks of all trips that stand in front of the map with these trips, as of {@code r[i] = table[index[i]]}, go into it, each in front of what its trip does: what is read for the check is read once
 * then. For back ends that throw away whatever a call has written when a check fails. Only where the map writes to new arrays, and nothing but scalars and new arrays stands in between.
 */
public final class ChecksInMaps implements FunctionPass {
    @Override
    public String name() {
        return "checks-in-maps";
    }

    @Override
    public Func run(Func in) {
        var rename = new Rewrite(Regions.firstFreeId(in));
        var body = new ArrayList<>(in.body());
        boolean changed = false;
        for (int k = 0; k < body.size(); k++) {
            int at = isCheck(body.get(k)) ? target(body, k) : -1;
            Eqn merged = at < 0 ? null : merged(rename.eqn(body.get(k)), body.get(at));
            if (merged != null) {
                body.set(at, merged);
                body.remove(k--);
                changed = true;
            }
        }
        return changed ? new Func(in.in(), body, in.out()) : in;
    }

    /** A map that only checks. */
    private static boolean isCheck(Eqn e) {
        return e.prim() == Prim.MAP && e.out().isEmpty() && !Regions.any(List.of(e), x -> x.prim() != Prim.CHECK && x.prim() != Prim.MAP && Regions.hasEffect(x) && Regions.of(x).isEmpty());
    }

    /** The place of the map that the checks in equation k may go into; -1 when there is none. */
    private static int target(List<Eqn> body, int k) {
        Set<Var> fresh = new HashSet<>();
        for (int m = k + 1; m < body.size(); m++) {
            Eqn e = body.get(m);
            if (e.prim() == Prim.MAP && !e.out().isEmpty()) {
                return RegionView.of(e).inits().stream().allMatch(fresh::contains) && RegionView.of(e).slots().stream().allMatch(s -> s.role() == RegionView.Role.DEST) ? m : -1;
            }
            boolean scalars = e.computesScalars() || e.prim() == Prim.DIM;
            if (e.prim() == Prim.FULL) {
                fresh.addAll(e.out());
            } else if (!scalars && !isCheck(e)) {
                return -1;
            }
        }
        return -1;
    }

    /** The map with the checks in it; null where their trips are not the same. */
    private static Eqn merged(Eqn check, Eqn map) {
        if (!check.in().get(0).equals(map.in().get(0))) {
            return null;
        }
        RegionView from = RegionView.of(check);
        RegionView to = RegionView.of(map);
        Region checks = Rewrite.substitute(from.body(), Map.of(from.trip().id(), to.trip()));
        var body = new ArrayList<Eqn>(checks.body());
        Eqn inner = body.isEmpty() || body.get(body.size() - 1).prim() != Prim.MAP ? null : body.remove(body.size() - 1);
        if (body.stream().anyMatch(e -> e.prim() == Prim.MAP)) {
            return null;
        }
        body.addAll(to.body().body());
        if (inner != null) {
            int at = -1;
            for (int k = 0; k < to.body().body().size(); k++) {
                at = to.body().body().get(k).prim() == Prim.MAP ? at == -1 ? k : -2 : at;
            }
            // Checks of the trips outside would be made though there is no trip inside.
            Eqn deeper = at < 0 || checks.body().stream().anyMatch(e -> e.prim() == Prim.CHECK) ? null : merged(inner, to.body().body().get(at));
            if (deeper == null) {
                return null;
            }
            body.set(checks.body().size() - 1 + at, deeper);
        }
        List<Atom> out = to.body().out();
        return map.withRegions(List.of(new Region(to.body().params(), body, out)));
    }
}
