package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.library.LibraryRoutine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Contractions of floats by CBLAS, where there are enough products: the axes of each operand are batches, rows and columns of matrices. Operands whose axes lie as CBLAS takes them (those of a kind
 * side by side, and not a batch last) are used where they are; others are copied into that order, and 16-bit formats are widened to f32.
 */
final class LowerProduct {
    /** So many products are worth a call. */
    private static final double WORTH = 16 * 16 * 16;
    /** CBLAS counts in {@code int}. */
    private static final long MOST = Integer.MAX_VALUE;
    private final Builder b;
    private final Nest nest;
    private final boolean repeated;
    private final Prefixes prefixes;

    /** {@code repeated}: whether the product stands in a loop, where a call for each that is small would cost more than loops by lanes; {@code prefixes}: operands that are read in longer arrays. */
    LowerProduct(Builder b, boolean repeated, Prefixes prefixes) {
        this.b = b;
        this.prefixes = prefixes;
        this.repeated = repeated;
        nest = new Nest(b);
    }

    /** An operand as a batch of matrices; {@code rows} are its axes that the result has, {@code sums} the contracted ones, {@code pitch} is that of {@link Prefixes}. */
    private record Operand(Atom array, List<Atom> extents, List<Integer> batch, List<Integer> rows, List<Integer> sums, Atom pitch) {
        /** Whether CBLAS can take it as it lies. */
        boolean direct() {
            int last = extents.size() - 1;
            boolean apart = pitch == null || rows.size() < 2 && sums.size() < 2;
            return apart && together(rows) && together(sums) && !batch.contains(last) || apart && rows.isEmpty() && sums.isEmpty();
        }

        private static boolean together(List<Integer> axes) {
            return IntStream.range(1, axes.size()).allMatch(i -> axes.get(i) == axes.get(i - 1) + 1);
        }

        /** Whether consecutive elements are of one column, so that the matrix is kept by columns. */
        boolean byColumns() {
            return !rows.isEmpty() && rows.get(rows.size() - 1) == extents.size() - 1;
        }
    }

    /** Whether sums of this type are CBLAS's. */
    static boolean takes(DType t) {
        DType s = Nest.sumType(t);
        return s == DType.F32 || s == DType.F64;
    }

    /**
     * The contraction by CBLAS or by loops, whichever suits the extents. Where CBLAS comes with this version, few products are added up by the routine that calls it: loops beside each call of it
     * would be most of a program's code.
     */
    Atom product(Type t, Atom x, Atom y, Params.Dot p, Supplier<Atom> loops) {
        if (!x.isArray() || !y.isArray()) {
            return loops.get(); // one factor for all elements
        }
        List<Atom> dx = extents(x);
        List<Atom> dy = extents(y);
        List<Integer> order = IntStream.range(0, p.contractA().size()).boxed().sorted(Comparator.comparing(p.contractA()::get)).toList();
        var a = new Operand(x, dx, p.batchA(), p.freeA(dx.size()), order.stream().map(p.contractA()::get).toList(), prefixes.pitch(x));
        var c = new Operand(y, dy, p.batchB(), p.freeB(dy.size()), order.stream().map(p.contractB()::get).toList(), prefixes.pitch(y));
        Atom large = large(a, c);
        if (large == null) {
            return loops.get();
        }
        // a batch may be many products with next to nothing in each, which loops in lanes do best
        if (LibraryCase.isUsual() && a.batch.isEmpty()) {
            return multiplied(t, a, c); // which adds up by itself what is small
        }
        return LibraryCase.of(b).when(large, () -> List.of(multiplied(t, a, c)), () -> List.of(loops.get())).get(0);
    }

    private List<Atom> extents(Atom a) {
        List<Atom> known = prefixes.extents(a, b);
        return known == null ? nest.extents(a) : known;
    }

    /** Whether a call is worth it and can be made, as a bool; null when it is certainly not. */
    private Atom large(Operand a, Operand c) {
        List<Atom> sides = Stream.of(sizes(a, a.rows), sizes(c, c.rows), sizes(a, a.sums)).flatMap(List::stream).toList();
        if (sides.stream().allMatch(Lit.class::isInstance) && sides.stream().mapToDouble(s -> ((Lit) s).asLong()).reduce(1, (u, v) -> u * v) <= WORTH) {
            return null;
        }
        Atom work = Lit.f64(1);
        Atom most = Lit.i64(1);
        for (Atom s : sides) {
            work = b.emit(Prim.MUL, work, b.convert(s, DType.F64));
        }
        for (Operand o : List.of(a, c)) {
            most = b.emit(Prim.MAX, most, nest.product(sizes(o, IntStream.range(0, o.extents.size()).boxed().filter(k -> !o.batch.contains(k)).toList())));
            most = b.emit(Prim.MAX, most, leading(o));
        }
        return b.emit(Prim.AND, b.emit(Prim.GT, work, Lit.f64(WORTH)), b.emit(Prim.LE, most, Lit.i64(MOST)));
    }

    private static List<Atom> sizes(Operand o, List<Integer> axes) {
        return axes.stream().map(o.extents::get).toList();
    }

    private Atom multiplied(Type t, Operand x, Operand y) {
        DType s = Nest.sumType(t.dtype());
        Operand a = arranged(x, s);
        Operand c = arranged(y, s);
        var words = new ArrayList<Atom>(List.of(nest.product(sizes(a, a.rows)), nest.product(sizes(c, c.rows)), nest.product(sizes(a, a.sums))));
        words.addAll(List.of(Lit.i64(a.byColumns() ? 1 : 0), leading(a)));
        // the second operand is right of the first: its columns are what the result has
        words.addAll(List.of(Lit.i64(c.byColumns() ? 0 : 1), leading(c)));
        words.add(Lit.i64(a.batch.size()));
        for (int k = 0; k < a.batch.size(); k++) {
            words.addAll(List.of(a.extents.get(a.batch.get(k)), step(a, a.batch.get(k)), step(c, c.batch.get(k))));
        }
        List<Atom> dims = Stream.of(sizes(a, a.batch), sizes(a, a.rows), sizes(c, c.rows)).flatMap(List::stream).toList();
        Atom r = call(Type.of(s, t.dims().toArray(Dim[]::new)), dims, List.of(a.array, c.array), words);
        if (dims.isEmpty()) {
            return nest.to(t.dtype(), b.index(r, Params.Access.PROMISED, List.of(Lit.i64(0))));
        }
        return s == t.dtype() ? r : nest.tabulate(t.dtype(), t.dims(), dims, i -> nest.to(t.dtype(), nest.at(r, i)));
    }

    /** The product of two operands as a new array of this type and extents, or of one element where there are none; {@code words} as {@code product.ll} wants them. */
    Atom call(Type t, List<Atom> dims, List<Atom> operands, List<Atom> words) {
        Atom shape = b.full(Lit.i64(0), List.of(Dim.of(words.size())), List.of(Lit.i64(words.size())));
        for (int k = 0; k < words.size(); k++) {
            shape = b.update(shape, Params.Access.PROMISED, List.of(Lit.i64(k)), words.get(k));
        }
        Atom room = dims.isEmpty() ? b.full(Lit.unset(t.dtype()), List.of(Dim.of(1)), List.of(Lit.i64(1))) : b.full(Lit.unset(t.dtype()), t.dims(), dims);
        return (t.dtype() == DType.F32 ? LibraryRoutine.PRODUCT_F32 : LibraryRoutine.PRODUCT_F64).call(b, List.of(room, operands.get(0), operands.get(1), shape)).get(0);
    }

    /** The operand as CBLAS takes it: itself, or a copy whose axes are batches, rows and sums in order. */
    private Operand arranged(Operand o, DType s) {
        if (o.direct() && o.array.dtype() == s) {
            return new Operand(prefixes.whole(o.array), o.extents, o.batch, o.rows, o.sums, o.pitch);
        }
        List<Integer> order = Stream.of(o.batch, o.rows, o.sums).flatMap(List::stream).toList();
        List<Dim> dims = order.stream().map(k -> o.array.type().dims().get(k)).toList();
        Atom copy = nest.tabulate(s, dims, sizes(o, order), i -> {
            var at = new ArrayList<Atom>(Collections.nCopies(order.size(), null));
            for (int k = 0; k < order.size(); k++) {
                at.set(order.get(k), i.get(k));
            }
            return nest.to(s, nest.at(o.array, at));
        });
        int n = o.batch.size();
        int m = n + o.rows.size();
        return new Operand(copy, sizes(o, order), range(0, n), range(n, m), range(m, order.size()), null);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** How many elements lie between two of an axis. */
    private Atom step(Operand o, int axis) {
        return axis == 0 && o.pitch != null ? o.pitch : nest.product(o.extents.subList(axis + 1, o.extents.size()));
    }

    /** How many elements lie between two rows, or two columns where it is kept by columns. */
    private Atom leading(Operand o) {
        List<Integer> slow = o.byColumns() ? o.sums : o.rows;
        // a single row or column: any number will do that is not below its length
        return slow.isEmpty() ? b.emit(Prim.MAX, nest.product(sizes(o, o.byColumns() ? o.rows : o.sums)), Lit.i64(1)) : step(o, slow.get(slow.size() - 1));
    }
}
