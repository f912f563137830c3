package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Convolutions. By the native library they are a matrix product per image and group of channels: the kernels, a row each, times the image's patches, which are copied next to each other before
 * (im2col); images go to threads. By loops they are a sum for each element.
 */
final class LowerConvolution {
    private static final Params.Access IN = Params.Access.PROMISED;
    /** So many products per image and group are worth copying the patches; each patch must be used by so many kernels. */
    private static final long WORTH = 1 << 15;
    private static final long KERNELS = 4;
    private final Builder b;
    private final Nest nest;
    private final Type type;
    private final Atom image;
    private final Atom kernel;
    private final Params.Conv p;
    private final List<Atom> from;
    private final List<Atom> taps;
    /** Extents of the result. */
    private final List<Atom> dims;
    /** The type in which sums are made. */
    private final DType sum;
    /** Kernels, which are channels of the result, per group. */
    private final Atom perGroup;

    LowerConvolution(Builder b, Type type, Atom image, Atom kernel, Params.Conv p) {
        this.b = b;
        this.nest = new Nest(b);
        this.type = type;
        this.image = image;
        this.kernel = kernel;
        this.p = p;
        from = nest.extents(image);
        taps = nest.extents(kernel);
        sum = Nest.sumType(type.dtype());
        dims = new ArrayList<>(List.of(from.get(0), taps.get(0)));
        for (int k = 0; k < p.strides().size(); k++) {
            Atom window = add(mul(b.emit(Prim.SUB, taps.get(2 + k), Lit.i64(1)), p.dilation().get(k)), Lit.i64(1));
            Atom room = b.emit(Prim.SUB, add(from.get(2 + k), Lit.i64(p.padLow().get(k) + p.padHigh().get(k))), window);
            Atom n = add(b.emit(Prim.DIV, room, Lit.i64(p.strides().get(k))), Lit.i64(1));
            dims.add(b.emit(Prim.SELECT, b.emit(Prim.LT, room, Lit.i64(0)), Lit.i64(0), n));
        }
        perGroup = p.groups() == 1 ? taps.get(0) : b.emit(Prim.DIV, taps.get(0), Lit.i64(p.groups()));
    }

    private Atom add(Atom x, Atom y) {
        return b.emit(Prim.ADD, x, y);
    }

    private Atom mul(Atom x, long y) {
        return y == 1 ? x : b.emit(Prim.MUL, x, Lit.i64(y));
    }

    private List<Atom> places() {
        return dims.subList(2, dims.size());
    }

    private List<Atom> window() {
        return taps.subList(1, taps.size());
    }

    /** By the library where that is there and the extents are worth it, else by loops; {@code library}: whether it may be. */
    Atom result(boolean library) {
        if (!library || !LowerProduct.takes(type.dtype())) {
            return loops();
        }
        Atom of = nest.product(window());
        Atom at = nest.product(places());
        Atom work = b.emit(Prim.MUL, b.emit(Prim.MUL, perGroup, of), at);
        Atom large = b.emit(Prim.AND, b.emit(Prim.GE, work, Lit.i64(WORTH)), b.emit(Prim.GE, perGroup, Lit.i64(KERNELS)));
        Atom fits = b.emit(Prim.LE, b.emit(Prim.MUL, of, b.emit(Prim.MAX, at, perGroup)), Lit.i64(Integer.MAX_VALUE));
        Atom worth = b.emit(Prim.AND, large, fits);
        Supplier<List<? extends Atom>> products = () -> List.of(products(of));
        Supplier<List<? extends Atom>> loops = () -> List.of(loops());
        // the routine of products does without CBLAS where that is missing
        return (LibraryCase.isUsual() ? b.cond(worth, products, loops) : LibraryCase.of(b).when(worth, products, loops)).get(0);
    }

    /** The element of the image that a tap meets at a place, or {@code other} where that lies outside; {@code c} counts channel and taps of the window. */
    private Atom met(List<Atom> place, Atom n, Atom channel, List<Atom> c, Function<Atom, Atom> then, Atom other) {
        var at = new ArrayList<Atom>(List.of(n, channel));
        Atom inside = Lit.bool(true);
        for (int k = 0; k < place.size(); k++) {
            Atom x = b.emit(Prim.SUB, mul(place.get(k), p.strides().get(k)), Lit.i64(p.padLow().get(k)));
            x = add(x, mul(c.get(1 + k), p.dilation().get(k)));
            inside = b.emit(Prim.AND, inside, b.emit(Prim.AND, b.emit(Prim.GE, x, Lit.i64(0)), b.emit(Prim.LT, x, from.get(2 + k))));
            at.add(x);
        }
        return b.cond(inside, () -> List.of(then.apply(nest.to(sum, nest.at(image, at)))), () -> List.of(other)).get(0);
    }

    private Atom channel(Atom group, Atom c) {
        return p.groups() == 1 ? c : add(b.emit(Prim.MUL, group, taps.get(1)), c);
    }

    private Atom loops() {
        return nest.tabulate(type.dtype(), type.dims(), dims, i -> nest.to(type.dtype(), nest.sum(window(), List.of(), Lit.zero(sum), (c, now) -> {
            Atom group = p.groups() == 1 ? Lit.i64(0) : b.emit(Prim.DIV, i.get(1), perGroup);
            var tap = new ArrayList<Atom>(List.of(i.get(1)));
            tap.addAll(c);
            return met(i.subList(2, i.size()), i.get(0), channel(group, c.get(0)), c, x -> add(now, b.emit(Prim.MUL, x, nest.to(sum, nest.at(kernel, tap)))), now);
        })));
    }

    /** A product per image and group; {@code of} is the number of elements of a kernel. */
    private Atom products(Atom of) {
        Atom wide = type.dtype() == sum ? kernel : nest.tabulate(sum, kernel.type().dims(), taps, i -> nest.to(sum, nest.at(kernel, i)));
        Atom rows = nest.reshape(wide, List.of(Dim.of(p.groups()), Dim.UNKNOWN), List.of(Lit.i64(p.groups()), b.emit(Prim.MUL, perGroup, of)));
        // patches are copied along whichever is longer, the rows of places or those of windows
        Atom alongPlaces = b.emit(Prim.GE, places().get(places().size() - 1), taps.get(taps.size() - 1));
        return nest.over(List.of(from.get(0), Lit.i64(p.groups())), nest.zeros(type.dtype(), type.dims(), dims), (i, out) -> {
            Atom weights = nest.at(rows, List.of(i.get(1)));
            Atom r = b.cond(alongPlaces, () -> List.of(product(weights, patches(i, true), of, false)), () -> List.of(product(weights, patches(i, false), of, true))).get(0);
            var extents = new ArrayList<Atom>(List.of(perGroup));
            extents.addAll(places());
            Atom first = p.groups() == 1 ? Lit.i64(0) : b.emit(Prim.MUL, i.get(1), perGroup);
            return nest.over(extents, out, (j, now) -> {
                var at = new ArrayList<Atom>(List.of(i.get(0), add(first, j.get(0))));
                at.addAll(j.subList(1, j.size()));
                return b.update(now, IN, at, nest.to(type.dtype(), nest.at(r, j)));
            });
        });
    }

    /** What the windows at all places see of an image and a group: windows times places, or the other way round. */
    private Atom patches(List<Atom> i, boolean alongPlaces) {
        List<Atom> extents = alongPlaces ? Stream.concat(window().stream(), places().stream()).toList() : Stream.concat(places().stream(), window().stream()).toList();
        int taken = alongPlaces ? window().size() : places().size();
        return nest.tabulate(sum, Collections.nCopies(extents.size(), Dim.UNKNOWN), extents, j -> {
            List<Atom> first = j.subList(0, taken);
            List<Atom> second = j.subList(taken, j.size());
            List<Atom> c = alongPlaces ? first : second;
            return met(alongPlaces ? second : first, i.get(0), channel(i.get(1), c.get(0)), c, x -> x, Lit.zero(sum));
        });
    }

    private Atom product(Atom weights, Atom patches, Atom of, boolean turned) {
        Atom at = nest.product(places());
        var extents = new ArrayList<Atom>(List.of(perGroup));
        extents.addAll(places());
        Dim[] unknown = extents.stream().map(e -> Dim.UNKNOWN).toArray(Dim[]::new);
        return new LowerProduct(b, false, new Prefixes()).call(Type.of(sum, unknown), extents, List.of(weights, patches),
            List.of(perGroup, at, of, Lit.i64(0), of, Lit.i64(turned ? 1 : 0), turned ? of : at, Lit.i64(0)));
    }
}
