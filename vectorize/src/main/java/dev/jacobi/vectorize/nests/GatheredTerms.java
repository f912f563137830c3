package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.checks.PolyCode;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A convolution that is written from where its terms come, {@code y[i + j] += x[i] * h[j]}, hands elements from trip to trip. Here it is one over the elements that it adds to, each of which takes its terms, or whatever is
 * done to it, in the order in which it took them: that of growing {@code i}. The first and the last elements, to which not all of the few {@code j} come, have loops of their own.
 *
 * <pre>
 *  for(n) { i -> for(m) { j -> y[i + j] += f(i, j) } }
 *
 *  for(m - 1)     { t -> for(t + 1)     { k -> y[t] += f(k, t - k) } }
 *  for(n - m + 1) { t -> for(m)         { k -> y[t + m - 1] += f(t + k, m - 1 - k) } }
 *  for(m - 1)     { t -> for(m - 1 - t) { k -> y[n + t] += f(n - (m - 1 - t) + k, m - 1 - k) } }
 * </pre>
 *
 * <p>The loop in the middle has its trips in any order. Where {@code j} takes many values the loop over it goes by lanes as it is, and there is a question in front that keeps it. The same is done where the few changes are
 * written out ({@link ScatteredStatements}), and in convolutions of several axes and with steps, which {@link ScatteredRows} brings to this form.
 */
public final class GatheredTerms implements Optimisation {
    static final int MOST_TERMS = 64;

    @Override
    public String name() {
        return "gathered-terms";
    }

    @Override
    public Func run(Func f) {
        Func in = new ScatteredRows().run(f);
        return Regions.any(in.body(), GatheredTerms::mayScatter) ? new AccessWalk(in) {
            @Override
            protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
                if (old != now || !mayScatter(now)) {
                    return List.of(now);
                }
                ScatteredNest nest = ScatteredNest.of(now, inside, values);
                boolean gathered = nest != null && nest.isSum();
                ScatteredStatements several = nest == null ? ScatteredStatements.of(now, inside) : null;
                Builder b = values.shapes.ids;
                return gathered ? new Emit(nest, b, new PolyCode(b, values, in)).all() : several != null ? new GatheredStatements(several, b).all() : List.of(now);
            }
        }.run() : in;
    }

    /** Whether it is worth a look at places: a loop of one array, in each trip of which another loop, or several changes, come to it. */
    private static boolean mayScatter(Eqn e) {
        List<Eqn> body = e.prim() == Prim.FOR && e.out().size() == 1 && e.result().isArray() ? Regions.of(e).get(0).body() : List.of();
        return !body.isEmpty() && (body.get(body.size() - 1).prim() == Prim.FOR || body.stream().filter(x -> x.prim() == Prim.UPDATE).count() > 1);
    }

    /** Writes a nest. */
    private record Emit(ScatteredNest nest, Builder b, PolyCode code) {
        List<Eqn> all() {
            Atom n = nest.outer().head();
            Atom m = nest.inner().head();
            b.open();
            boolean plain = nest.outwards().equals(Poly.of(1));
            // one term of each element is what is left of a few, of which every second one goes to other elements
            Atom least = Lit.i32(plain ? 1 : 0);
            Atom few = m instanceof Lit l ? Lit.bool(l.asLong() > 1 && l.asLong() <= MOST_TERMS) : b.emit(Prim.AND, b.emit(Prim.GT, m, least), b.emit(Prim.LE, m, Lit.i32(MOST_TERMS)));
            Atom ok = b.emit(Prim.AND, few, b.emit(Prim.GE, n, b.emit(Prim.MUL, m, Lit.i32(2))));
            if (!plain || !nest.exact()) {
                ok = b.emit(Prim.AND, ok, apart(n, m));
            }
            b.cond(ok, () -> parts(n, m), () -> Rewrite.repeat(b, nest.outer().eqn()), nest.outer().eqn().out());
            return b.close();
        }

        /** Whether elements of different numbers are different ones, though places may overflow: they are less than half of all numbers apart. */
        private Atom apart(Atom n, Atom m) {
            Atom step = code.value(nest.outwards());
            Atom all = b.emit(Prim.ADD, b.convert(n, DType.I64), b.convert(m, DType.I64));
            return b.emit(Prim.AND, b.emit(Prim.GE, step, Lit.i64(1)), b.emit(Prim.LE, b.folded(Prim.MUL, all, step), Lit.i64(1L << 31)));
        }

        private List<Var> parts(Atom n, Atom m) {
            Atom last = b.emit(Prim.ADD, m, Lit.i32(-1));
            // what computes the place does so for a trip that there is
            Rewrite first = at(Lit.i32(0), last, k -> k, k -> k);
            first.append(nest.where());
            Atom origin = first.atom(nest.place());
            List<Var> head = b.loop(last, nest.outer().inits(), p -> terms(p.get(1), place(origin, p.get(0)), last, b.emit(Prim.ADD, p.get(0), Lit.i32(1)), k -> k, k -> b.emit(Prim.SUB, p.get(0), k)));
            List<Var> middle = b.loop(b.emit(Prim.SUB, n, last), head,
                p -> terms(p.get(1), place(origin, b.emit(Prim.ADD, p.get(0), last)), last, m, k -> b.emit(Prim.ADD, p.get(0), k), k -> b.emit(Prim.SUB, last, k)));
            return b.loop(last, middle, p -> {
                Atom terms = b.emit(Prim.SUB, last, p.get(0));
                Atom one = b.emit(Prim.SUB, n, terms);
                return terms(p.get(1), place(origin, b.emit(Prim.ADD, n, p.get(0))), last, terms, k -> b.emit(Prim.ADD, one, k), k -> b.emit(Prim.SUB, last, k));
            });
        }

        /** Where the element of a number is, by where the first one is, which no trip changes: however that has been computed, loops around know of the others how far apart they are. */
        private Atom place(Atom origin, Atom number) {
            Atom step = code.value(nest.outwards());
            Atom far = nest.outwards().equals(Poly.of(1)) ? number : b.emit(Prim.MUL, number, step instanceof Lit l ? Lit.i32((int) l.asLong()) : b.convert(step, DType.I32));
            return b.emit(Prim.ADD, origin, far);
        }

        /** The loop over the terms of the element at a place: the k-th is that of trip {@code i(k)} of the outer loop and {@code j(k)} of the inner one, counted so that the element's number grows with it. */
        private List<Var> terms(Atom array, Atom place, Atom last, Atom n, UnaryOperator<Atom> i, UnaryOperator<Atom> j) {
            return b.loop(n, List.of(array), p -> {
                Rewrite r = at(p.get(0), last, i, j).replace(nest.inner().slots().get(0).param(), p.get(1)).replace(nest.place(), place);
                nest.term().stream().filter(e -> !e.out().contains(nest.place())).forEach(r::append);
                return List.of(r.atom(nest.inner().slots().get(0).yield()));
            });
        }

        private Rewrite at(Atom k, Atom last, UnaryOperator<Atom> i, UnaryOperator<Atom> j) {
            Atom grows = j.apply(k);
            Atom inner = nest.falls() ? b.emit(Prim.SUB, last, grows) : grows;
            return new Rewrite(b).replace(nest.outer().trip(), i.apply(k)).replace(nest.inner().trip(), inner);
        }
    }
}
