package dev.jacobi.vectorize.tables;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table in front of a loop, with what trips of loops inside of it compute.
 *
 * @param root the equation that is computed for it
 * @param slice what leads there, in order
 * @param around the loop, and those inside of it that the equation stands in
 * @param used the latter's of whose trips it depends, in the order of the table's axes
 */
public record TripTable(Eqn root, List<Eqn> slice, List<TripLevel> around, List<TripLevel> used) {
    /** Where the equation's value is in the table. */
    public List<Var> at() {
        return used.stream().map(TripLevel::at).toList();
    }

    /** The same table with an axis as its last one. */
    public TripTable along(TripLevel last) {
        var order = new ArrayList<>(used);
        order.remove(last);
        order.add(last);
        return new TripTable(root, slice, around, order);
    }

    /** Whether it is no larger than an array that has an element for each of these trips. */
    public boolean isBounded() {
        return slice.stream().anyMatch(e -> e.prim() == Prim.INDEX && e.indices().containsAll(at()));
    }

    /** Makes it, empty where it is not {@code wanted} or one of the loops has no trip: what is read need not be there then. Where the loop checks its indices itself, {@code checked}, places that are not there are others. */
    public Var make(Rewrite r, Atom wanted, boolean checked) {
        Builder b = r.b;
        Atom some = wanted;
        for (TripLevel l : around) {
            Atom any = b.emit(Prim.GT, r.atom(l.extent()), Lit.i32(0));
            some = some.equals(Lit.bool(true)) ? any : b.emit(Prim.AND, some, any);
        }
        if (checked) {
            for (Eqn e : slice) {
                for (Atom n : e.prim() == Prim.INDEX ? b.extents(r.atom(e.in().get(0))) : List.<Atom>of()) {
                    some = b.emit(Prim.AND, some, b.emit(Prim.GT, n, Lit.zero(n.dtype())));
                }
            }
        }
        var extents = new ArrayList<Atom>();
        for (TripLevel l : used) {
            extents.add(b.emit(Prim.SELECT, some, r.atom(l.extent()), Lit.i32(0)));
        }
        Var whole = b.full(Lit.unset(root.result().dtype()), Collections.nCopies(used.size(), Dim.UNKNOWN), extents);
        return NestedMaps.over(b, whole, extents, (to, at) -> filled(r, to, at, checked));
    }

    private Var filled(Rewrite r, Var to, List<Atom> at, boolean checked) {
        Rewrite copy = checked ? r.beside(TripTable::clamped) : r.beside();
        for (int k = 0; k < at.size(); k++) {
            copy.replace(used.get(k).at(), at.get(k));
        }
        copy.append(slice);
        return r.b.update(to, Params.Access.PROMISED, at, copy.atom(root.result()));
    }

    private static boolean clamped(Eqn e, Rewrite r) {
        if (e.prim() != Prim.INDEX) {
            return false;
        }
        var at = new ArrayList<Atom>();
        for (int k = 0; k < e.indices().size(); k++) {
            Atom i = e.indices().get(k);
            Atom most = r.b.emit(Prim.ADD, r.b.extent(e.in().get(0), k), Lit.i32(-1));
            most = i.dtype() == DType.I32 ? most : r.b.convert(most, i.dtype());
            at.add(r.b.emit(Prim.MAX, r.b.emit(Prim.MIN, i, most), Lit.zero(i.dtype())));
        }
        r.replace(e.result(), r.b.index(e.in().get(0), Params.Access.PROMISED, at));
        return true;
    }

    /** Whether the loop checks something, or does something else that others see. */
    public boolean isChecked() {
        return Regions.hasEffect(around.get(0).loop().eqn());
    }
}
