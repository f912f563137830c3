package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A part of an array that is stored into the same array, {@code System.arraycopy(a, i, a, j, n)}, needs no copy of it: from the first element on where it goes down, from the last one on where it goes up, each element
 * is read before another one is stored in its place.
 *
 * <pre>
 *  s = slice a i n;  b = map(n, a) { k, a -> x = index s k;  j1 = add j k;  u = update a j1 x;  yield u }</pre>
 *
 * becomes, where {@code i >= j},
 *
 * <pre>
 *  b = for(n, a) { k, a -> i1 = add i k;  x = index a i1;  j1 = add j k;  u = update a j1 x;  yield u }</pre>
 *
 * else the same from the last element on, and where it is not known which, a condition of both.
 */
public final class MovedSlices implements Optimisation {
    /** Where elements go. */
    private enum Way { DOWN, UP, EITHER }

    /** A loop that stores a slice of the row {@code from}, whose elements it has by {@code read}, at {@code at}, null for 0, and what follows. */
    private record Move(Eqn slice, Eqn read, List<Atom> from, Eqn update, Atom at, Way way) {
    }

    @Override
    public String name() {
        return "moved-slices";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.SLICE)) {
            return in;
        }
        Map<Integer, Move> moves = moves(in);
        return moves.isEmpty() ? in : new DeadCode().run(Rewrite.run(in, (e, r) -> e.out().size() == 1 && moves.containsKey(e.result().id()) && write(e, moves.get(e.result().id()), r)));
    }

    /** By the loops' results. */
    private static Map<Integer, Move> moves(Func in) {
        var moves = new HashMap<Integer, Move>();
        Map<Integer, Integer> uses = Regions.uses(in.body(), in.out());
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            Move m = e.prim() == Prim.MAP || e.prim() == Prim.FOR ? move(RegionView.of(e), values) : null;
            if (m != null && uses.get(m.slice.result().id()) == 1) {
                moves.put(e.result().id(), m);
            }
        });
        return moves;
    }

    private static Move move(RegionView loop, IntValues values) {
        RegionView.Slot s = loop.slots().size() == 1 ? loop.slots().get(0) : null;
        List<Eqn> body = loop.body().body();
        if (s == null || loop.carried().size() != 1 || !s.param().isArray() || body.size() > 3) {
            return null;
        }
        Eqn update = Regions.definition(body, s.yield());
        Eqn read = update == null || update.prim() != Prim.UPDATE || !update.in().get(0).equals(s.param()) ? null : Regions.definition(body, update.written());
        if (read == null || read.prim() != Prim.INDEX || !read.indices().equals(List.of(loop.trip())) || update.indices().size() != s.param().type().rank()) {
            return null;
        }
        int last = update.indices().size() - 1;
        Atom place = update.indices().get(last);
        Eqn sum = Regions.definition(body, place);
        boolean ahead = sum != null && sum.prim() == Prim.ADD && sum.in().contains(loop.trip());
        Atom at = ahead ? sum.in().get(sum.in().indexOf(loop.trip()) == 0 ? 1 : 0) : null;
        if (body.size() != (sum == null ? 2 : 3) || !ahead && !place.equals(loop.trip()) || !isFixed(loop, at, update.indices().subList(0, last))) {
            return null;
        }
        Eqn slice = values.definition(read.in().get(0));
        List<Atom> from = slice == null || !isPart(slice, loop) ? null : row(slice.in().get(0), s.init(), (Params.Access) read.params(), values);
        Way way = from == null || from.size() != last ? null : way(slice, at, values);
        return way == null ? null : new Move(slice, read, from, update, at, way);
    }

    /** Whether what says where elements go is there before the loop. */
    private static boolean isFixed(RegionView loop, Atom at, List<Atom> row) {
        Set<Integer> inside = Regions.defined(loop.body());
        return Stream.concat(Stream.ofNullable(at), row.stream()).noneMatch(x -> x instanceof Var v && inside.contains(v.id()));
    }

    /** Whether it is of one axis, each element, and as many as the loop has trips. */
    private static boolean isPart(Eqn slice, RegionView loop) {
        return slice.prim() == Prim.SLICE && slice.result().type().rank() == 1 && ((Params.Slice) slice.params()).strides().equals(List.of(1L)) && slice.in().get(2).equals(loop.head())
            && slice.in().get(1).dtype() == loop.head().dtype();
    }

    /** Which row of an array another one is, which may be the array itself; null where it is something else. */
    private static List<Atom> row(Atom part, Atom array, Params.Access access, IntValues values) {
        Eqn x = part.equals(array) ? null : values.definition(part);
        boolean row = x != null && x.prim() == Prim.INDEX && x.in().get(0).equals(array) && ((Params.Access) x.params()).mode() == access.mode();
        return part.equals(array) ? List.of() : row ? x.indices() : null;
    }

    /** Null where the slice might begin elsewhere than it says, as it would not fit. */
    private static Way way(Eqn slice, Atom at, IntValues values) {
        Poly[] extents = values.shapes.of(slice.in().get(0));
        Poly start = values.exact(slice.in().get(1));
        Poly n = values.exact(slice.in().get(2));
        Poly to = at == null ? Poly.of(0) : values.exact(at);
        if (extents == null || Stream.of(extents[0], start, n, to).anyMatch(p -> p == null) || !values.facts.prove(start) || !values.facts.prove(extents[0].minus(n).minus(start))) {
            return null;
        }
        Poly down = start.minus(to);
        return values.facts.prove(down) ? Way.DOWN : values.facts.prove(down.negate()) ? Way.UP : Way.EITHER;
    }

    private static boolean write(Eqn loop, Move m, Rewrite r) {
        Atom start = r.atom(m.slice.in().get(1));
        Atom at = m.at == null ? Lit.zero(start.dtype()) : r.atom(m.at);
        Atom array = r.atom(RegionView.of(loop).slots().get(0).init());
        Var moved = switch (m.way) {
            case DOWN -> loop(m, r, start, at, array, false);
            case UP -> loop(m, r, start, at, array, true);
            case EITHER -> r.b.cond(r.b.emit(Prim.GE, start, at), () -> List.of(loop(m, r, start, at, array, false)), () -> List.of(loop(m, r, start, at, array, true))).get(0);
        };
        r.replace(loop.result(), moved);
        return true;
    }

    private static Var loop(Move m, Rewrite r, Atom start, Atom at, Atom array, boolean fromLast) {
        Builder b = r.b;
        Atom n = r.atom(m.slice.in().get(2));
        Atom last = fromLast ? b.folded(Prim.ADD, n, Lit.of(n.dtype(), -1)) : null;
        return b.loop(n, List.of(array), p -> {
            Atom k = fromLast ? b.emit(Prim.SUB, last, p.get(0)) : p.get(0);
            var from = new ArrayList<>(m.from.stream().map(r::atom).toList());
            from.add(b.folded(Prim.ADD, start, k));
            var to = new ArrayList<>(m.update.indices().subList(0, m.from.size()).stream().map(r::atom).toList());
            to.add(b.folded(Prim.ADD, at, k));
            Var x = b.index(p.get(1), (Params.Access) m.read.params(), from);
            return List.of(b.update(p.get(1), (Params.Access) m.update.params(), to, x));
        }).get(0);
    }
}
