package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a trip does with an array of which it may only touch its own part, the one at some indices: follows the array through the equations that write to it, branches and loops included. */
final class OwnPart {
    private final List<Atom> at;
    private final Set<Var> names = new HashSet<>();

    /** {@code array}: the array as the first equation finds it. */
    OwnPart(List<Atom> at, Var array) {
        this.at = at;
        names.add(array);
    }

    /** The variables that are the array at some time, or null when the equations touch more of it than the part, or hand it to anybody. */
    Set<Var> names(List<Eqn> body) {
        return block(body) ? names : null;
    }

    private boolean block(List<Eqn> body) {
        return body.stream().allMatch(this::equation);
    }

    private boolean equation(Eqn e) {
        if (e.prim() == Prim.COND) {
            return Regions.of(e).stream().allMatch(r -> block(r.body())) && RegionView.of(e).slots().stream().allMatch(this::branches);
        } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
            return loop(e);
        } else if (!Regions.of(e).isEmpty()) {
            return Regions.captures(List.of(e)).stream().noneMatch(names::contains);
        } else if (e.prim() == Prim.DIM || isIn(e.in()) == 0) {
            return true;
        } else if (e.prim() == Prim.INDEX) {
            return isIn(e.in()) == 1 && own(e);
        }
        return (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && isIn(e.in()) == 1 && own(e) && names.add(e.result());
    }

    private long isIn(List<? extends Atom> atoms) {
        return atoms.stream().filter(names::contains).count();
    }

    /** Whether an access is one of the array's part. */
    private boolean own(Eqn e) {
        return names.contains(e.in().get(0)) && e.indices().size() >= at.size() && e.indices().subList(0, at.size()).equals(at);
    }

    private boolean branches(RegionView.Slot s) {
        long n = isIn(s.yields());
        return n == 0 || n == s.yields().size() && names.add(s.result());
    }

    private boolean loop(Eqn e) {
        RegionView view = RegionView.of(e);
        List<RegionView.Slot> ours = view.carried().stream().filter(s -> names.contains(s.init())).toList();
        if (ours.size() != isIn(e.in())) {
            return false;
        }
        ours.forEach(s -> names.addAll(s.params()));
        for (Region r : Regions.of(e)) {
            if (!block(r.body())) {
                return false;
            }
        }
        boolean kept = view.slots().stream().allMatch(s -> isIn(s.yields()) == (ours.contains(s) ? s.yields().size() : 0));
        ours.forEach(s -> names.add(s.result()));
        return kept;
    }
}
