package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.library.LibraryRoutine;
import dev.jacobi.llvm.library.OrderedProduct;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Products of matrices by a library, which the next loop only copies into a vector, row after row, are written into the vector where they fill it:
 *
 * <pre>
 * p = product a b;  map i { map j { c[i * n + j] = p[i, j] } }   becomes   c = product a b
 * </pre>
 *
 * Whether the extents fit is asked where the code runs; else the loop stays. Our own routine writes to the rows of a matrix, too, which may be longer and more than the product's.
 */
public final class ProductsInPlace {
    /** Equations of a nest that copies: three, and those of the index. */
    private static final int MOST = 7;
    private final Map<Integer, Eqn> definitions = new HashMap<>();
    private final Map<Integer, Integer> uses;

    private ProductsInPlace(Func f) {
        Regions.each(f.body(), e -> e.out().forEach(v -> definitions.put(v.id(), e)));
        uses = Regions.uses(f.body(), f.out());
    }

    /** As a pass on lowered functions. */
    public static FunctionPass pass() {
        return PassBuilder.named("products-in-place").keeps(Property.LOWERED).mayBeLeftOut().each(ProductsInPlace::run);
    }

    static Func run(Func f) {
        if (!Regions.any(f.body(), ProductsInPlace::isProduct)) {
            return f;
        }
        var products = new ProductsInPlace(f);
        Map<Integer, Copy> copies = new HashMap<>();
        Set<Integer> moved = new HashSet<>();
        products.find(f.body(), (map, copy) -> {
            copies.put(map.result().id(), copy);
            moved.addAll(List.of(copy.room.result().id(), copy.call.result().id()));
        });
        return copies.isEmpty() ? f : Rewrite.run(f, (e, r) -> {
            Copy copy = e.out().size() == 1 ? copies.get(e.result().id()) : null;
            if (copy != null) {
                copy.write(e, r.b);
            }
            return copy != null || e.out().size() == 1 && moved.contains(e.result().id());
        });
    }

    private static boolean isProduct(Eqn e) {
        return e.prim() == Prim.CALL && LibraryRoutine.products().contains(((Params.Call) e.params()).name());
    }

    /** A product, the array made for it, and the numbers of rows and columns that a loop copies. */
    private record Copy(Eqn call, Eqn room, Atom rows, Atom columns) {
        /** The map's results by a product into the vector, or by the map behind a product of its own. */
        void write(Eqn map, Builder b) {
            if (map.result().type().rank() == 2) {
                rows(map, b);
                return;
            }
            Atom vector = map.in().get(1);
            Atom length = b.dim((Var) vector, 0);
            Atom fits = b.emit(Prim.EQ, wide(length, b), b.emit(Prim.MUL, wide(rows, b), wide(columns, b)));
            fits = b.emit(Prim.AND, fits, b.emit(Prim.EQ, wide(room.in().get(1), b), wide(rows, b)));
            fits = b.emit(Prim.AND, fits, b.emit(Prim.EQ, wide(room.in().get(2), b), wide(columns, b)));
            b.cond(fits, () -> {
                Var matrix = b.emitAll(Prim.RESHAPE, new Params.Shape(vector.dtype(), List.of(Dim.UNKNOWN, Dim.UNKNOWN)), List.of(vector, rows, columns)).get(0);
                List<Atom> in = List.of(matrix, call.in().get(1), call.in().get(2), call.in().get(3));
                Var made = b.emitAll(Prim.CALL, new Params.Call(((Params.Call) call.params()).name(), List.of(matrix.type())), in).get(0);
                return b.emitAll(Prim.RESHAPE, new Params.Shape(vector.dtype(), map.result().type().dims()), List.of(made, length));
            }, () -> {
                var copy = new Rewrite(b);
                copy.append(List.of(room, call));
                return copy.repeat(map);
            }, map.out());
        }

        /** Into the first rows and columns of a matrix, whose rows may be longer: they are the words' last number. */
        private void rows(Eqn map, Builder b) {
            Var matrix = (Var) map.in().get(1);
            Var words = b.update((Var) call.in().get(3), Params.Access.PROMISED, List.of(Lit.i64(OrderedProduct.PITCH)), b.convert(b.dim(matrix, 1), DType.I64));
            List<Atom> in = List.of(matrix, call.in().get(1), call.in().get(2), words);
            b.append(new Eqn(Prim.CALL, in, new Params.Call(((Params.Call) call.params()).name(), List.of(matrix.type())), map.out()));
        }

        private static Atom wide(Atom n, Builder b) {
            return n instanceof Lit l ? Lit.i64(l.asLong()) : n.dtype() == DType.I64 ? n : b.convert(n, DType.I64);
        }
    }

    /** Looks at the maps of a body, with the products of the same body: one of a body around it may be made once for many maps. */
    private void find(List<Eqn> body, BiConsumer<Eqn, Copy> found) {
        for (Eqn e : body) {
            Copy copy = e.prim() == Prim.MAP ? copied(e, body) : null;
            if (copy != null) {
                found.accept(e, copy);
            }
            Regions.of(e).forEach(r -> find(r.body(), found));
        }
    }

    /** What a map copies; null when it does anything else, or when the product is read elsewhere, too. */
    private Copy copied(Eqn map, List<Eqn> body) {
        Region outer = Regions.of(map).get(0);
        boolean vector = isOf(map, 1);
        int rank = vector ? 1 : 2;
        Eqn inner = isOf(map, rank) ? Regions.definition(outer.body(), outer.out().get(0)) : null;
        if (inner == null || inner.prim() != Prim.MAP || !isOf(inner, rank) || !inner.in().get(1).equals(outer.params().get(1))) {
            return null;
        }
        Region row = Regions.of(inner).get(0);
        Atom columns = inner.in().get(0);
        Eqn store = Regions.definition(row.body(), row.out().get(0));
        if (store == null || store.prim() != Prim.UPDATE || ((Params.Access) store.params()).op() != null || !store.in().get(0).equals(row.params().get(1))
            || columns instanceof Var v && Regions.defined(outer).contains(v.id())
            || !(vector ? isPlace(store.indices().get(0), outer.params().get(0), row.params().get(0), columns) : store.indices().equals(List.of(outer.params().get(0), row.params().get(0))))) {
            return null;
        }
        Eqn read = definition(store.written());
        Eqn call = read == null || read.prim() != Prim.INDEX || !read.indices().equals(List.of(outer.params().get(0), row.params().get(0))) ? null : Regions.definition(body, read.in().get(0));
        if (call == null || !isProduct(call) || uses.getOrDefault(call.result().id(), 0) != 1 || Regions.size(outer.body()) > MOST) {
            return null;
        }
        Eqn room = Regions.definition(body, call.in().get(0));
        // where it is full of another number the product adds to that, which the vector does not have
        boolean written = room != null && room.prim() == Prim.FULL && (room.in().get(0).equals(Lit.unset(room.result().dtype())) || room.in().get(0).equals(Lit.zero(room.result().dtype())));
        if (!vector && !(LibraryRoutine.takesRows(call) && written && isWhole(room, map.in().get(0), columns))) {
            return null;
        }
        return written && room.in().size() == 3 && uses.getOrDefault(room.result().id(), 0) == 1 ? new Copy(call, room, map.in().get(0), columns) : null;
    }

    /** Whether a map writes an array of so many axes and nothing else. */
    private static boolean isOf(Eqn map, int rank) {
        return map.in().size() == 2 && map.out().size() == 1 && map.result().type().rank() == rank;
    }

    /** Whether a loop copies all rows and columns of a product's matrix, by the numbers that its extents are. */
    private static boolean isWhole(Eqn room, Atom rows, Atom columns) {
        return room.in().size() == 3 && room.in().get(1).equals(rows) && room.in().get(2).equals(columns);
    }

    /** Whether an index is {@code row * columns + column}. */
    private boolean isPlace(Atom index, Var row, Var column, Atom columns) {
        Eqn sum = definition(index);
        if (sum == null || sum.prim() != Prim.ADD || !sum.in().contains(column)) {
            return false;
        }
        Eqn first = definition(sum.in().get(sum.in().get(0).equals(column) ? 1 : 0));
        return first != null && first.prim() == Prim.MUL && first.in().contains(row) && first.in().get(first.in().get(0).equals(row) ? 1 : 0).equals(columns);
    }

    private Eqn definition(Atom a) {
        return a instanceof Var v ? definitions.get(v.id()) : null;
    }
}
