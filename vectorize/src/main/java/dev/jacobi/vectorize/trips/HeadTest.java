package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The test with which each trip of a loop begins becomes the loop's own: {@code while (i < m.rows())} comes from the bytecode as a loop that goes on until a carried flag, or the number of an exit, says otherwise,
 * where a call stands in front of the test, and what follows the test is a branch. What a trip computes for its test is then computed twice, so it is arithmetic, and what the rest of a trip needs of it is that of integers.
 */
public final class HeadTest implements Optimisation {
    private static final int MOST_EQUATIONS = 40;

    @Override
    public String name() {
        return "head-test";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, HeadTest::rewrite);
    }

    private static boolean rewrite(Eqn e, Rewrite r) {
        Head h = e.prim() == Prim.WHILE ? Head.of(e) : null;
        if (h != null) {
            h.write(r);
        }
        return h != null;
    }

    /**
     * Such a loop: what says whether it goes on, what a trip computes before its test, the branch that follows with the number of the way out of the loop, and whether the other way may end the loop, too.
     */
    private record Head(RegionView loop, RegionView.Slot label, List<Atom> terms, List<Eqn> before, Eqn branch, int out, boolean otherExits) {
        static Head of(Eqn e) {
            RegionView loop = RegionView.of(e);
            var terms = new ArrayList<Atom>();
            RegionView.Slot label = label(loop, terms);
            List<Eqn> body = loop.body().body();
            int at = body.size() - 1;
            while (at >= 0 && body.get(at).prim() != Prim.COND && body.get(at).computesScalars()) {
                at--;
            }
            if (label == null || at < 0 || body.get(at).prim() != Prim.COND || Regions.of(body.get(at)).size() != 2 || !(body.get(at).in().get(0) instanceof Var test)) {
                return null;
            }
            Eqn branch = body.get(at);
            int out = out(loop, label, branch);
            List<Eqn> before = body.subList(0, at);
            if (out < 0 || before.size() > MOST_EQUATIONS || !before.stream().allMatch(Head::plain)) {
                return null;
            }
            boolean other = RegionView.of(branch).slots().stream().anyMatch(s -> s.result().equals(label.yield()) && !goesOn(label, s.yields().get(1 - out)));
            Head h = new Head(loop, label, terms, before, branch, out, other);
            return h.isCheap() && (terms.isEmpty() || before.stream().allMatch(Head::isArithmetic)) ? h : null;
        }

        /** The carry that ends the loop when it is not what it was at first, which nothing else asks; null when there is none. What else must hold for a trip to be made goes to {@code terms}. */
        private static RegionView.Slot label(RegionView loop, List<Atom> terms) {
            Region cond = Regions.of(loop.eqn()).get(0);
            Definitions defs = Definitions.in(cond.body());
            List<Atom> parts = parts(cond.out().get(0), defs);
            if (!cond.body().stream().allMatch(Head::isArithmetic)) {
                return null;
            }
            for (Atom part : parts) {
                Eqn test = defs.of(part);
                boolean asked = test != null && (test.prim() == Prim.NOT || test.prim() == Prim.EQ);
                Atom label = asked ? test.in().get(0) : part; // or the loop goes on while it is true
                Lit stays = !asked || test.prim() == Prim.NOT ? Lit.bool(!asked) : test.in().get(1) instanceof Lit l ? l : null;
                RegionView.Slot s = (asked || test == null) && label instanceof Var ? loop.ofParam(label) : null;
                if (s != null && isLabel(loop, cond, s, label, stays)) {
                    parts.stream().filter(p -> p != part).forEach(terms::add);
                    return s;
                }
            }
            return null;
        }

        /** What a condition consists of. */
        private static List<Atom> parts(Atom a, Definitions defs) {
            Eqn both = defs.of(a, Prim.AND);
            return both == null ? List.of(a) : both.in().stream().flatMap(x -> parts(x, defs).stream()).toList();
        }

        private static boolean isLabel(RegionView loop, Region cond, RegionView.Slot s, Atom asked, Lit stays) {
            return s.init().equals(stays) && Regions.uses(cond.body(), cond.out()).getOrDefault(((Var) asked).id(), 0) == 1 && Regions.uses(loop.body().body(), loop.body().out()).getOrDefault(s.param().id(), 0) == 0;
        }

        private static boolean goesOn(RegionView.Slot label, Atom yield) {
            return yield.equals(label.init());
        }

        /** The number of the branch that certainly leaves the loop; -1 when there is none. */
        private static int out(RegionView loop, RegionView.Slot label, Eqn branch) {
            Atom test = branch.in().get(0);
            int leaves = label.init().equals(Lit.bool(true)) ? 0 : 1;
            if (label.yield().equals(test)) {
                return leaves;
            }
            Definitions defs = Definitions.in(loop.body().body());
            Eqn y = defs.of(label.yield());
            if (y != null && (y.prim() == Prim.NOT && y.in().get(0).equals(test) || isOpposite(y, defs.of(test)))) {
                return 1 - leaves;
            }
            if (y != branch) {
                return -1;
            }
            List<Atom> yields = RegionView.ofResult(branch, label.yield()).yields();
            return IntStream.of(1, 0).filter(k -> yields.get(k) instanceof Lit && !goesOn(label, yields.get(k)) && !(yields.get(1 - k) instanceof Lit l && !goesOn(label, l))).findFirst().orElse(-1);
        }

        /** Whether one comparison of integers says the contrary of another one. */
        private static boolean isOpposite(Eqn x, Eqn y) {
            return y != null && x.prim().group() == Prim.Group.COMPARE && x.in().equals(y.in()) && x.in().get(0).dtype().isInt() && y.prim().group() == Prim.Group.COMPARE && Facts.negated(y.prim()) == x.prim();
        }

        private static boolean isArithmetic(Eqn e) {
            return e.computesScalars() && e.prim() != Prim.DIV && e.prim() != Prim.REM && e.in().stream().noneMatch(a -> a.dtype().isFloat());
        }

        private static boolean plain(Eqn e) {
            boolean branches = e.prim() == Prim.COND && Regions.of(e).stream().allMatch(r -> r.body().stream().allMatch(Head::plain)) && e.out().stream().allMatch(v -> v.type().isScalar());
            return e.prim() == Prim.INDEX && e.result().type().isScalar() || e.computesScalars() || e.prim() == Prim.CHECK || e.prim() == Prim.DIM || branches;
        }

        /** Whether what is computed again behind the test takes next to nothing. */
        private boolean isCheap() {
            List<Eqn> body = loop.body().body();
            List<Eqn> rest = body.subList(before.size(), body.size());
            Set<Integer> needed = Regions.uses(rest, loop.body().out()).keySet();
            var again = before.stream().flatMap(x -> x.out().stream()).filter(v -> needed.contains(v.id()) && !v.equals(branch.in().get(0))).toList();
            return BackwardSlice.of(before, again, x -> false).eqns().stream().allMatch(x -> x.prim() == Prim.DIM || x.computesScalars() && !x.result().dtype().isFloat() && x.in().stream().noneMatch(a -> a.dtype().isFloat()));
        }

        void write(Rewrite r) {
            List<Eqn> first = first();
            r.append(first);
            Head rest = new Head(loop, label, terms, before.stream().filter(e -> !first.contains(e)).toList(), branch, out, otherExits);
            List<RegionView.Slot> slots = loop.slots().stream().filter(s -> otherExits || !s.equals(label)).toList();
            List<Var> params = slots.stream().map(RegionView.Slot::param).toList();
            Region cond = region(r, params, copy -> List.of(!otherExits ? rest.goes(copy) : rest.both(copy.b, stayed(copy), () -> rest.goes(copy))));
            Region body = region(r, params, copy -> rest.way(copy, 1 - out, slots));
            List<Var> end = r.b.emitAll(Prim.WHILE, new Params.While(cond, body), slots.stream().map(RegionView.Slot::init).toList());
            Rewrite behind = r.beside().replace(params, end);
            if (!otherExits && terms.isEmpty()) {
                r.replace(loop.eqn().out(), rest.way(behind, out, loop.slots()));
                return;
            }
            Atom stayed = otherExits ? stayed(behind) : null;
            Atom held = terms.isEmpty() ? null : holding(behind);
            Atom tested = stayed == null ? held : held == null ? stayed : r.b.emit(Prim.AND, stayed, held);
            List<Atom> ended = loop.slots().stream().map(s -> slots.contains(s) ? behind.atom(s.param()) : s.init()).toList();
            r.replace(loop.eqn().out(), r.b.cond(tested, () -> rest.way(behind, out, loop.slots()), () -> ended));
        }

        /** A region with parameters of its own in place of these. */
        private static Region region(Rewrite r, List<Var> params, Function<Rewrite, List<Atom>> write) {
            List<Var> own = params.stream().map(p -> r.b.fresh(p.type())).toList();
            r.b.open();
            List<Atom> out = write.apply(r.beside(HeadTest::rewrite).replace(params, own));
            return r.b.close(own, out);
        }

        /** What the loop does not change of that which stands before its test, up to the first check of what it does change: the first trip comes to all that at once, so it is done in front of the loop. */
        private List<Eqn> first() {
            Set<Integer> inside = Regions.defined(loop.body());
            var first = new ArrayList<Eqn>();
            for (Eqn e : terms.isEmpty() ? before : List.<Eqn>of()) {
                if (Regions.captures(List.of(e)).stream().noneMatch(v -> inside.contains(v.id()))) {
                    first.add(e);
                    e.out().forEach(v -> inside.remove(v.id()));
                } else if (Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)) {
                    break;
                }
            }
            return first;
        }

        /** Whether no way out but the test's has been taken. */
        private Atom stayed(Rewrite copy) {
            Atom now = copy.atom(label.param());
            return label.init().equals(Lit.bool(true)) ? now : now.dtype() == DType.BOOL ? copy.b.emit(Prim.NOT, now) : copy.b.emit(Prim.EQ, now, label.init());
        }

        /** Both hold; the second is asked only where the first does, unless it is mere arithmetic. */
        private Atom both(Builder b, Atom x, Supplier<Atom> y) {
            return before.stream().allMatch(e -> e.computesScalars() && e.prim() != Prim.DIV && e.prim() != Prim.REM || e.prim() == Prim.DIM) ? b.emit(Prim.AND, x, y.get()) : b.cond(x, () -> List.of(y.get()), () -> List.of(Lit.bool(false))).get(0);
        }

        /** Whether the loop's other terms hold. */
        private Atom holding(Rewrite copy) {
            loop.slots().forEach(s -> s.params().stream().filter(v -> !v.equals(s.param())).forEach(v -> copy.replace(v, copy.atom(s.param()))));
            copy.append(BackwardSlice.of(Regions.of(loop.eqn()).get(0).body(), terms).eqns());
            return copy.atoms(terms).stream().reduce((x, y) -> copy.b.emit(Prim.AND, x, y)).orElseThrow();
        }

        /** Whether a trip is made whose label lets it, up to its test and behind it. */
        private Atom goes(Rewrite copy) {
            return terms.isEmpty() ? stays(copy) : copy.b.emit(Prim.AND, holding(copy), stays(copy));
        }

        /** Whether a trip goes on behind its test. */
        private Atom stays(Rewrite copy) {
            copy.append(before);
            Atom test = copy.atom(branch.in().get(0));
            if (out == 0) {
                return test;
            }
            Eqn made = Definitions.in(before).of(branch.in().get(0));
            boolean compares = made != null && made.prim().group() == Prim.Group.COMPARE && !made.in().get(0).dtype().isFloat() && Facts.negated(made.prim()) != null;
            return compares ? copy.b.emit(Facts.negated(made.prim()), copy.atoms(made.in()).toArray(Atom[]::new)) : copy.b.emit(Prim.NOT, test);
        }

        /** Appends a trip behind its test, on one way; what the slots are then. */
        private List<Atom> way(Rewrite copy, int way, List<RegionView.Slot> slots) {
            Rewrite again = copy.beside((e, r) -> e.prim() == Prim.CHECK); // these hold, as the test has been made
            again.append(before);
            before.forEach(e -> copy.replace(e.out(), again.atoms(e.out())));
            copy.replace((Var) branch.in().get(0), Lit.bool(way == 1));
            Region taken = Regions.of(branch).get(way);
            copy.append(taken.body());
            copy.replace(branch.out(), copy.atoms(taken.out()));
            List<Eqn> body = loop.body().body();
            copy.append(body.subList(body.indexOf(branch) + 1, body.size()));
            return slots.stream().map(s -> copy.atom(s.yield())).toList();
        }
    }
}
