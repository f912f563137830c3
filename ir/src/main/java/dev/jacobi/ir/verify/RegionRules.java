package dev.jacobi.ir.verify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Invariant V7: how many values, and of which types, the regions of a control-flow equation take and yield. */
final class RegionRules {
    private final Eqn e;
    private final Consumer<String> fail;

    private RegionRules(Eqn e, Consumer<String> fail) {
        this.e = e;
        this.fail = fail;
    }

    /** Calls {@code fail} with a sentence for what does not hold. */
    static void check(Eqn e, Consumer<String> fail) {
        var r = new RegionRules(e, fail);
        if (e.params() instanceof Params.Branches b) {
            b.regions().forEach(x -> r.params(x, List.of(), false));
        } else if (e.params() instanceof Params.While w) {
            r.params(w.cond(), e.in(), false);
            r.params(w.body(), e.in(), false);
            r.yields(w.cond(), 1);
            r.need(w.cond().out().get(0).type().equals(Type.BOOL), () -> "the condition yields " + w.cond().out().get(0).type() + ", not a bool");
            r.yields(w.body(), e.in().size());
            r.same(w.body().params(), w.body().out());
        } else if (e.params() instanceof Params.Loop l) {
            r.count(e.in().get(0));
            r.params(l.body(), e.in().subList(1, e.in().size()), true);
            if (e.prim() == Prim.FOR) {
                r.yields(l.body(), e.in().size() - 1);
                r.same(l.body().params().subList(1, e.in().size()), l.body().out());
            } else {
                r.need(l.body().out().size() >= e.in().size() - 1, "the body yields fewer values than there are destinations");
                r.same(l.body().params().subList(1, e.in().size()), l.body().out().subList(0, e.in().size() - 1));
            }
        } else if (e.params() instanceof Params.Fold f) {
            r.count(e.in().get(0));
            r.fold(f);
        }
    }

    private void fold(Params.Fold f) {
        List<Atom> rest = e.in().subList(1, e.in().size());
        List<Atom> out = f.body().out();
        int k = f.ops().size();
        if (e.prim() == Prim.HIST) {
            need(k == 1, () -> "it takes one operator, not " + k);
            params(f.body(), List.of(), true);
            yields(f.body(), 2);
            need(out.get(0).type().isScalar() && out.get(0).dtype().isInt(), "the bin is no integer scalar");
            Type bins = rest.get(0).type();
            need(bins.rank() >= 1 && bins.drop(1).accepts(out.get(1).type()), () -> "a value of type " + out.get(1).type() + " does not fit into " + bins);
            return;
        }
        need(rest.size() >= k && (e.prim() == Prim.REDUCE || rest.size() == k), () -> "there are " + k + " operators for " + rest.size() + " values");
        List<Atom> dests = rest.subList(k, rest.size());
        params(f.body(), dests, true);
        yields(f.body(), rest.size());
        same(rest, out);
    }

    private void need(boolean ok, String why) {
        if (!ok) {
            fail.accept(why);
        }
    }

    private void need(boolean ok, Supplier<String> why) {
        if (!ok) {
            fail.accept(why.get());
        }
    }

    private void count(Atom n) {
        need(n.type().isScalar() && n.dtype().isInt(), "the trip count is no integer scalar");
    }

    private void yields(Region r, int n) {
        need(r.out().size() == n, () -> "a region yields " + r.out().size() + " values in place of " + n);
    }

    /** The region takes the loop index, when there is one, and then values of these types. */
    private void params(Region r, List<Atom> values, boolean index) {
        int skip = index ? 1 : 0;
        need(r.params().size() == values.size() + skip, () -> "a region takes " + r.params().size() + " values in place of " + (values.size() + skip));
        if (index) {
            Type i = r.params().get(0).type();
            need(i.equals(e.in().get(0).type()), () -> "the index is " + i + " and the trip count " + e.in().get(0).type());
        }
        same(r.params().subList(skip, r.params().size()), values);
    }

    private void same(List<? extends Atom> want, List<? extends Atom> have) {
        for (int i = 0; i < want.size(); i++) {
            int k = i;
            need(want.get(i).type().accepts(have.get(i).type()), () -> "value " + k + " is " + want.get(k).type() + " and then " + have.get(k).type());
        }
    }
}
