package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
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
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.nests.CertainStores;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A sequential loop that adds a term only where a condition holds adds -0.0 (or takes away 0.0), which changes nothing, where it does not, and one that adds this or that adds what was chosen: the choice is then made beside the sum, and not
 * between one addition and the next. Choices may stand in each other ({@code if (a) s += x; else if (b) s += y}). Elements that are written only where a condition holds are written in any case where that may be ({@link CertainStores}).
 */
public final class ConditionalTerms implements Optimisation {
    private final boolean sequential;

    /** {@code sequential}: elements are written in any case by loops in order, too, as derivatives are still to be taken. */
    public ConditionalTerms(boolean sequential) {
        this.sequential = sequential;
    }

    @Override
    public String name() {
        return "conditional-terms";
    }

    @Override
    public Func run(Func in) {
        return CertainStores.run(Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && beside(e, r)), sequential);
    }

    /** Where in a block a value is defined; -1 when it is not. */
    private static int placeOf(Atom value, List<Eqn> block) {
        for (int k = 0; k < block.size(); k++) {
            if (block.get(k).out().contains(value)) {
                return k;
            }
        }
        return -1;
    }

    private static boolean beside(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        var out = new ArrayList<>(view.body().body());
        for (RegionView.Slot s : view.slots()) {
            Eqn choice = Regions.definition(out, s.yield());
            if (choice == null || !s.param().type().isScalar() || !s.param().dtype().isFloat() || isAsked(s.param(), choice, out)) {
                continue;
            }
            Set<Prim> operators = EnumSet.noneOf(Prim.class);
            if (ways(choice, s.yield(), new Region(view.body().params(), out, view.body().out()), s.param(), operators) && operators.size() == 1) {
                Prim op = operators.iterator().next();
                Var term = chosen(choice, s.yield(), out, s.param(), op, r);
                out.add(placeOf(term, out) + 1, new Eqn(op, List.of(s.param(), term), Params.NONE, List.of((Var) s.yield())));
            }
        }
        if (out.equals(view.body().body())) {
            return false;
        }
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), view.slots(), out));
        return true;
    }

    /** Whether a branch depends on what the sum is so far, as where a perceptron learns: nothing waits for a choice that is foreseen, while a term that is chosen comes after all that it is asked of. */
    private static boolean isAsked(Var carry, Eqn choice, List<Eqn> body) {
        return choice.prim() == Prim.COND && choice.in().get(0) instanceof Var c && Regions.following(List.of(carry), body, e -> true).contains(c.id());
    }

    /** Whether an equation chooses between ways that all leave the carry as it is or join a term to it; {@code operators} gets what joins. */
    private static boolean ways(Eqn choice, Atom value, Region in, Var carry, Set<Prim> operators) {
        if (choice.prim() == Prim.SELECT) {
            return joins(choice.in().get(1), in, carry, operators) && joins(choice.in().get(2), in, carry, operators);
        }
        return choice.prim() == Prim.COND && Regions.of(choice).stream().allMatch(b -> joins(b.out().get(choice.out().indexOf(value)), b, carry, operators));
    }

    /** The same for a value that nothing else uses. */
    private static boolean joins(Atom value, Region in, Var carry, Set<Prim> operators) {
        if (value.equals(carry)) {
            return true;
        }
        Eqn e = Regions.definition(in.body(), value);
        if (e == null || Regions.uses(in.body(), in.out()).get(((Var) value).id()) != 1) {
            return false;
        }
        if (added(e, carry) != null) {
            operators.add(e.prim());
            return true;
        }
        return ways(e, value, in, carry, operators);
    }

    /** Makes the choice in {@code body} one between the terms; what it then gives. */
    private static Var chosen(Eqn choice, Atom value, List<Eqn> body, Var carry, Prim op, Rewrite r) {
        Var term = r.b.fresh(carry.type());
        Eqn now;
        if (choice.prim() == Prim.SELECT) {
            var in = List.of(choice.in().get(0), term(choice.in().get(1), body, carry, op, r), term(choice.in().get(2), body, carry, op, r));
            now = new Eqn(Prim.SELECT, in, choice.params(), List.of(term));
        } else {
            int k = choice.out().indexOf(value);
            var regions = new ArrayList<Region>();
            for (Region b : Regions.of(choice)) {
                var inside = new ArrayList<>(b.body());
                var yields = new ArrayList<>(b.out());
                yields.set(k, term(yields.get(k), inside, carry, op, r));
                regions.add(new Region(b.params(), inside, yields));
            }
            var out = new ArrayList<>(choice.out());
            out.set(k, term);
            now = new Eqn(Prim.COND, choice.in(), new Params.Branches(regions), out);
        }
        body.set(body.indexOf(choice), now);
        return term;
    }

    /** What one way joins to the carry. */
    private static Atom term(Atom value, List<Eqn> body, Var carry, Prim op, Rewrite r) {
        if (value.equals(carry)) {
            // 0.0 taken away changes nothing, not even -0.0
            return op == Prim.SUB ? Lit.zero(carry.dtype()) : FoldIdentity.neutral(op, carry.dtype());
        }
        Eqn e = Regions.definition(body, value);
        Atom added = added(e, carry);
        if (added == null) {
            return chosen(e, value, body, carry, op, r);
        }
        body.remove(e);
        return added;
    }

    /** What a sum, difference or product joins to the carry; null when it is none of these. */
    private static Atom added(Eqn sum, Var carry) {
        if (sum == null || sum.prim() != Prim.ADD && sum.prim() != Prim.SUB && sum.prim() != Prim.MUL) {
            return null;
        }
        Atom x = sum.in().get(0);
        Atom y = sum.in().get(1);
        if (sum.prim() == Prim.SUB) {
            return x.equals(carry) && !y.equals(carry) ? y : null;
        }
        return x.equals(y) ? null : x.equals(carry) ? y : y.equals(carry) ? x : null;
    }
}
