package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.List;

/** Loops and branches around kernels: the host runs them. What they hand on stays where it is, but conditions and trip counts are read. */
final class HostControl {
    private final Scheduler s;

    HostControl(Scheduler s) {
        this.s = s;
    }

    void cond(Eqn e) {
        if (s.placing.serial(e) && !HostBranches.branches(e, s.placing::onDevice)) {
            s.serial(e);
            return;
        }
        Atom selector = s.known(e.in().get(0));
        s.flush();
        var branches = new ArrayList<Step.Branch>();
        for (Region r : ((Params.Branches) e.params()).regions()) {
            var yields = new ArrayList<Atom>();
            List<Step> steps = s.inside(() -> {
                s.body(r.body());
                s.flush();
                for (int k = 0; k < r.out().size(); k++) {
                    yields.add(placed(r.out().get(k), e.out().get(k)));
                }
            });
            branches.add(new Step.Branch(steps, yields));
        }
        s.add(new Step.Choose(selector, branches, e.out()));
    }

    /** A value as a variable holds it: a host scalar is sent to the device when the variable is a cell. */
    private Atom placed(Atom a, Var as) {
        if (as.isArray() || !s.placing.onDevice(as) || s.placing.onDevice(a)) {
            return a;
        }
        Var v = s.ids.fresh(a.type());
        s.device().add(v);
        s.add(new Step.Send(v, a));
        return v;
    }

    void loop(Eqn e) {
        if (s.placing.serial(e)) {
            s.serial(e);
        } else if (!new BlockLoops(s).loop(e, this::byHost)) {
            byHost(e);
        }
    }

    private void byHost(Eqn e) {
        Atom n = s.known(e.in().get(0));
        s.flush();
        Region r = ((Params.Loop) e.params()).body();
        List<RegionView.Slot> carried = RegionView.of(e).slots();
        List<Atom> init = carried.stream().map(c -> placed(c.init(), c.result())).toList();
        var carries = new ArrayList<Step.Carry>();
        List<Step> body = s.inside(() -> {
            s.body(r.body());
            s.flush();
            carry(carried, init, carries);
        });
        s.add(new Step.For(n, r.params().get(0), carries, body));
    }

    private void carry(List<RegionView.Slot> carried, List<Atom> init, List<Step.Carry> to) {
        for (int k = 0; k < carried.size(); k++) {
            RegionView.Slot c = carried.get(k);
            to.add(new Step.Carry(init.get(k), c.param(), placed(c.yield(), c.result()), c.result()));
        }
    }

    void whileLoop(Eqn e) {
        if (s.placing.serial(e)) {
            s.serial(e);
            return;
        }
        s.flush();
        Params.While w = (Params.While) e.params();
        List<RegionView.Slot> carried = RegionView.of(e).slots();
        List<Atom> init = carried.stream().map(c -> placed(c.init(), c.result())).toList();
        Atom[] condition = {null};
        List<Step> test = s.inside(() -> {
            for (RegionView.Slot c : carried) {
                s.add(new Step.Same(c.params().get(0), c.param()));
            }
            s.body(w.cond().body());
            condition[0] = s.known(w.cond().out().get(0));
        });
        var carries = new ArrayList<Step.Carry>();
        List<Step> body = s.inside(() -> {
            s.body(w.body().body());
            s.flush();
            carry(carried, init, carries);
        });
        s.add(new Step.While(test, condition[0], carries, body));
    }
}
