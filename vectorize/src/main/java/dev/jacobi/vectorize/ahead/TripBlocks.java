package dev.jacobi.vectorize.ahead;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A for in two parts, by blocks of trips, so that what goes from the first to the second fits into arrays of a size that is known:
 *
 * <pre>
 *  for i { t = ahead(i); left(i, t) }        for each block of i { map i { ts[i] = ahead(i) }   for i { left(i, ts[i]) } }
 * </pre>
 *
 * @param loop the loop
 * @param ahead equations of its body that look at nothing that it carries but at these arrays
 * @param left those that are made in order
 * @param terms scalars of the former that the latter need, and arrays of one axis, as long for all trips, that loops of the former make
 * @param own arrays that it carries, of which each trip has elements of its own, and which the former change alone
 * @param before what the equations of the former call arrays that the loop carries as they are in front of the block
 * @param block trips that go together, a power of two
 */
public record TripBlocks(RegionView loop, List<Eqn> ahead, List<Eqn> left, List<Var> terms, List<RegionView.Slot> own, Map<Var, RegionView.Slot> before, int block) {
    private static final Params.Access IN = Params.Access.PROMISED;
    /** The terms of a block that arrays have are 2^18 at most, or those of a trip. */
    private static final int MOST_BITS = 18;

    /** The same without such arrays. */
    public TripBlocks(RegionView loop, List<Eqn> ahead, List<Eqn> left, List<Var> terms, int block) {
        this(loop, ahead, left, terms, List.of(), Map.of(), block);
    }

    /** The equations in place of the loop; what is new in them has names of the builder's. */
    public List<Eqn> write(Builder b) {
        Atom shift = shift(b);
        Atom size = shift instanceof Lit ? Lit.i32(block) : b.emit(Prim.SHL, Lit.i32(1), shift);
        return write(loop.head(), loop.params(), loop.inits(), loop.eqn().out(), shift, b, (start, trips, carried) -> {
            List<Var> made = made(size, start, trips, carried, b);
            List<Var> kept = loop.slots().stream().filter(o -> !own.contains(o)).map(o -> carried.get(loop.slots().indexOf(o))).toList();
            List<Var> summed = b.loop(Prim.FOR, Dim.UNKNOWN, inOrder(start, made, b), trips, kept);
            return loop.slots().stream().map(o -> own.contains(o) ? made.get(terms.size() + own.indexOf(o)) : summed.get(kept.indexOf(carried.get(loop.slots().indexOf(o))))).toList();
        });
    }

    /** What one block of a loop's trips becomes. */
    interface Block {
        /** Appends it, for so many trips from {@code start} on; gives what it hands on in place of what the loop carries. */
        List<Var> append(Var start, Var trips, List<Var> carried);
    }

    /** The equations in place of a loop whose trips go by blocks, of a power of two. */
    static List<Eqn> write(RegionView loop, int block, Builder b, Block each) {
        // trips may hand on arrays of other lengths than the loop starts from
        return write(loop.head(), loop.params(), loop.inits(), loop.eqn().out(), block, b, each);
    }

    /** By how much the number of a block is shifted to be that of its first trip: fewer trips go together where each has many terms. */
    private Atom shift(Builder b) {
        Atom length = terms.stream().filter(Var::isArray).map(t -> length(ahead, t)).findFirst().orElse(null);
        int most = Integer.numberOfTrailingZeros(block);
        return length == null ? Lit.of(loop.head().dtype(), most)
            : b.emit(Prim.MIN, b.emit(Prim.MAX, b.emit(Prim.ADD, b.emit(Prim.CLZ, length), Lit.i32(MOST_BITS - 32)), Lit.i32(0)), Lit.i32(most));
    }

    /** The equations that give {@code results} in place of a loop of {@code n} trips; {@code like} have the types of what blocks hand on, which starts from {@code inits}. */
    static List<Eqn> write(Atom n, List<Var> like, List<Atom> inits, List<Var> results, int block, Builder b, Block each) {
        return write(n, like, inits, results, Lit.of(n.dtype(), Integer.numberOfTrailingZeros(block)), b, each);
    }

    private static List<Eqn> write(Atom n, List<Var> like, List<Atom> inits, List<Var> results, Atom shift, Builder b, Block each) {
        Atom block = shift instanceof Lit l ? Lit.of(n.dtype(), 1L << l.asLong()) : b.emit(Prim.SHL, Lit.of(n.dtype(), 1), shift);
        b.open();
        Var number = b.fresh(n.type());
        List<Var> carried = like.stream().map(p -> b.fresh(p.type())).toList();
        // that of the last trip, which is -1 where there is none, so that no sum can be too large
        Var last = b.emit(Prim.SHR, b.emit(Prim.ADD, b.emit(Prim.MAX, n, Lit.zero(n.dtype())), Lit.of(n.dtype(), -1)), shift);
        Var blocks = b.emit(Prim.ADD, last, Lit.of(n.dtype(), 1));
        b.open();
        Var start = b.emit(Prim.MUL, number, block);
        Var trips = b.emit(Prim.MIN, b.emit(Prim.SUB, n, start), block);
        List<Var> handed = each.append(start, trips, carried);
        var params = new ArrayList<Var>(List.of(number));
        params.addAll(carried);
        var in = new ArrayList<Atom>(List.of(blocks));
        in.addAll(inits);
        b.append(new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, b.close(params, handed)), results));
        return b.close();
    }

    /** How many elements an array has that a loop among these equations makes, each trip one of them; null for all others. */
    static Atom length(List<Eqn> body, Var array) {
        Eqn loop = Regions.definition(body, array);
        Eqn made = loop == null || loop.prim() != Prim.FOR && loop.prim() != Prim.MAP || array.type().rank() != 1 ? null : Regions.definition(body, RegionView.slot(loop, loop.out().indexOf(array)).init());
        return made == null || made.prim() != Prim.FULL ? null : made.in().get(1);
    }

    /** Arrays of the terms of a block, and behind them the loop's own as these trips leave them. */
    List<Var> made(Var start, Var trips, List<Var> carried, Builder b) {
        return made(Lit.i32(block), start, trips, carried, b);
    }

    private List<Var> made(Atom size, Var start, Var trips, List<Var> carried, Builder b) {
        var from = new ArrayList<Var>();
        terms.forEach(t -> {
            Atom length = t.isArray() ? length(ahead, t) : null;
            from.add(length == null ? b.full(Lit.unset(t.dtype()), List.of(Dim.of(block)), List.of(Lit.i32(block)))
                : b.full(Lit.unset(t.dtype()), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(size, length)));
        });
        own.forEach(o -> from.add(carried.get(loop.slots().indexOf(o))));
        var copy = new Rewrite(b);
        Var at = b.fresh(start.type());
        var params = new ArrayList<Var>(List.of(at));
        from.forEach(a -> params.add(b.fresh(a.type())));
        b.open();
        copy.replace(loop.trip(), b.emit(Prim.ADD, start, at));
        for (int k = 0; k < own.size(); k++) {
            copy.replace(own.get(k).param(), params.get(1 + terms.size() + k));
        }
        before.forEach((v, o) -> copy.replace(v, carried.get(loop.slots().indexOf(o))));
        copy.append(ahead);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < terms.size(); k++) {
            out.add(b.update(params.get(k + 1), IN, List.of(at), copy.atom(terms.get(k))));
        }
        own.forEach(o -> out.add(copy.atom(o.yield())));
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(params, out), trips, from);
    }

    /** A trip of what is left, by its number in the block. */
    private Region inOrder(Var start, List<Var> made, Builder b) {
        Var at = b.fresh(start.type());
        var eqns = new ArrayList<Eqn>();
        eqns.add(new Eqn(Prim.ADD, List.of(start, at), Params.NONE, List.of(loop.trip())));
        for (int k = 0; k < terms.size(); k++) {
            eqns.add(new Eqn(Prim.INDEX, List.of(made.get(k), at), IN, List.of(terms.get(k))));
        }
        eqns.addAll(left);
        var params = new ArrayList<Var>(List.of(at));
        List<RegionView.Slot> kept = loop.slots().stream().filter(o -> !own.contains(o)).toList();
        kept.forEach(o -> params.add(o.param()));
        return new Region(params, eqns, kept.stream().map(RegionView.Slot::yield).toList());
    }
}
