package dev.jacobi.vectorize.forms;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Questions around loops that add, as those of a window that reaches over the edge of an image, are asked in these loops, so that a nest is nothing but loops down to its sums:
 *
 * <pre>
 *  for i { if (c(i)) for j { x[i + j] += t } }        for i { for j { if (c(i)) x[i + j] += t } }
 * </pre>
 *
 * It is not worth anything by itself: what is asked more often has to become a term of 0 in nests whose loops go by lanes.
 */
public final class QuestionsInside {
    private QuestionsInside() {
    }

    /** The loop in this form, with the names it had; itself where it has no such question. */
    public static Eqn of(Eqn loop, Builder b) {
        return Regions.map(loop, r -> inside(r, b));
    }

    private static Region inside(Region r, Builder b) {
        return new Region(r.params(), r.body().stream().map(e -> eqn(e, b)).toList(), r.out());
    }

    private static Eqn eqn(Eqn e, Builder b) {
        if (!Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD) || Regions.of(e).isEmpty()) {
            return e;
        }
        Eqn now = Regions.map(e, r -> inside(r, b));
        Eqn moved = now.prim() == Prim.COND ? moved(now, b) : null;
        return moved == null ? now : moved;
    }

    /** The loop of the one branch that does something, with the question in it; null where there is none. */
    private static Eqn moved(Eqn cond, Builder b) {
        List<Region> branches = Regions.of(cond);
        List<Region> adding = branches.stream().filter(r -> Regions.any(r.body(), x -> x.prim() == Prim.ACC_ADD)).toList();
        if (adding.size() != 1) {
            return null;
        }
        Region one = adding.get(0);
        List<Eqn> loops = one.body().stream().filter(e -> !Regions.of(e).isEmpty()).toList();
        boolean isLoop = loops.size() == 1 && (loops.get(0).prim() == Prim.FOR || loops.get(0).prim() == Prim.MAP) && one.body().indexOf(loops.get(0)) == one.body().size() - 1;
        List<Eqn> before = isLoop ? one.body().subList(0, one.body().size() - 1) : List.of();
        if (!isLoop || !before.stream().allMatch(e -> e.computesScalars() && !e.prim().cost().isSlow())) {
            return null;
        }
        RegionView loop = RegionView.of(loops.get(0));
        Set<Integer> defined = Regions.defined(one);
        boolean known = !(loop.head() instanceof Var n && defined.contains(n.id())) && loop.slots().size() == cond.out().size();
        var slots = new ArrayList<Slot>();
        for (int k = 0; known && k < cond.out().size(); k++) {
            Slot s = RegionView.ofResult(loop.eqn(), one.out().get(k));
            int j = k;
            known = loop.eqn().out().contains(one.out().get(k)) && s.init() instanceof Var v && !defined.contains(v.id())
                && branches.stream().allMatch(r -> r == one || r.out().get(j).equals(s.init())) && slots.stream().noneMatch(o -> o.param().equals(s.param()));
            slots.add(s);
        }
        return known ? asking(cond, one, loop, slots, before, b) : null;
    }

    private static Eqn asking(Eqn cond, Region one, RegionView loop, List<Slot> slots, List<Eqn> before, Builder b) {
        var regions = new ArrayList<Region>();
        for (Region r : Regions.of(cond)) {
            var body = new ArrayList<>(before);
            body.addAll(loop.body().body());
            List<Atom> same = List.copyOf(slots.stream().map(Slot::param).toList());
            // the question may stand around a loop again
            regions.add(r == one ? new Region(List.of(), body, slots.stream().map(Slot::yield).toList()) : new Region(List.of(), r.body(), same));
        }
        List<Var> now = slots.stream().map(s -> b.fresh(s.param().type())).toList();
        Eqn question = eqn(new Eqn(Prim.COND, cond.in(), new Params.Branches(regions), now), b);
        var carried = new ArrayList<Slot>();
        for (int k = 0; k < slots.size(); k++) {
            carried.add(Slot.of(Role.CARRY, slots.get(k).init(), slots.get(k).param(), now.get(k), cond.out().get(k)));
        }
        return RegionView.loop(Prim.FOR, Dim.UNKNOWN, loop.head(), loop.trip(), carried, List.of(question));
    }
}
