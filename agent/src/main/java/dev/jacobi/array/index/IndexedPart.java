package dev.jacobi.array.index;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * The part of an array that an index selects: it is read, replaced, or combined with something. Single positions come first, then ranges, then index arrays, each of what the one before has left; what
 * replaces a part goes the same way back.
 */
public final class IndexedPart {
    private final NDArray x;
    private final Object[] index;

    public IndexedPart(NDArray x, Object... index) {
        this.x = x;
        this.index = index.clone();
    }

    /** How an array is changed: all places at once by {@code all}, or those of index arrays, of which one may occur several times, by {@code scatter}. */
    private record Change(Prim scatter, BinaryOperator<NDArray> all) {
    }

    private static final BinaryOperator<NDArray> SET = IndexedPart::filled;

    /** Positions, slices, index arrays, masks and markers. */
    public Object[] index() {
        return index.clone();
    }

    @Override
    public String toString() {
        return IndexPlan.text(index);
    }

    /** The part. */
    public NDArray get() {
        IndexPlan plan = IndexPlan.of(x, index);
        NDArray part = get(x, plan);
        return plan.hasNewAxes() ? Structural.reshape(part, plan.result(ofIndices(plan), true)) : part;
    }

    /** The array with the part replaced. */
    public NDArray set(NDArray v) {
        return changed(Casts.to(v, x.dtype(), x.isWeak()), new Change(null, SET));
    }

    /** The array with the part combined with something, by {@code add}, {@code mul}, {@code min} or {@code max}, each element as often as the index names it. */
    public NDArray combine(Prim p, NDArray v, BinaryOperator<NDArray> all) {
        Promotion.Promoted common = Promotion.of(List.of(x, v));
        if (common.dtype().isComplex() && p != Prim.ADD && IndexPlan.of(x, index).hasArrays()) {
            throw new JacobiException("Complex elements at the places of index arrays can be added to and replaced, but not combined by " + p.text() + "; read them, combine them, and set them.");
        }
        NDArray wide = Casts.to(x, common.dtype(), common.weak());
        NDArray out = new IndexedPart(wide, index).changed(Casts.to(v, common.dtype(), common.weak()), new Change(common.dtype() == DType.BOOL ? ofBool(p) : p, all));
        return Casts.to(out, x.dtype(), x.isWeak());
    }

    private static Prim ofBool(Prim p) {
        return p == Prim.ADD || p == Prim.MAX ? Prim.OR : Prim.AND;
    }

    private NDArray changed(NDArray v, Change change) {
        NDArray mask = Masks.only(index);
        if (mask != null && v.rank() <= x.rank() - mask.rank()) {
            return Masks.select(mask, change.all.apply(x, v), x);
        }
        IndexPlan plan = IndexPlan.of(x, index);
        NDArray fitting = plan.hasNewAxes() ? Structural.reshape(Structural.broadcastTo(v, plan.result(ofIndices(plan), true)), plan.shape(ofIndices(plan))) : v;
        return put(x, plan, fitting, change);
    }

    /** The shape that index arrays are broadcast to. */
    private static Shape ofIndices(IndexPlan plan) {
        return Structural.common(Operation.trace(plan.indices()), plan.indices().stream().map(NDArray::shapeOf).toList(), "Index arrays");
    }

    private static NDArray get(NDArray x, IndexPlan plan) {
        int first = leading(plan);
        if (first > 0) {
            return get(Indexing.index(x, plan.indices().subList(0, first)), behind(plan, first));
        }
        NDArray part = ranges(x, plan);
        if (plan.hasArrays()) {
            return Indexing.gather(Structural.transpose(part, order(plan)), plan.indices(), plan.position());
        }
        for (int k = 0; k < plan.axes().size(); k++) {
            part = Indexing.gather(part, List.of(plan.indices().get(k)), plan.axes().get(k) - k);
        }
        return part;
    }

    private static NDArray put(NDArray x, IndexPlan plan, NDArray v, Change change) {
        int first = leading(plan);
        if (first > 0) {
            List<NDArray> at = plan.indices().subList(0, first);
            return Indexing.update(x, at, put(Indexing.index(x, at), behind(plan, first), v, change));
        }
        NDArray region = ranges(x, plan);
        NDArray made;
        if (plan.hasArrays()) {
            List<Integer> order = order(plan);
            made = Structural.transpose(Indexing.scatter(change.scatter, Structural.transpose(region, order), plan.indices(), v, plan.position()), inverse(order));
        } else {
            made = single(region, plan, 0, v, change);
        }
        return putRanges(x, plan.ranges(), made);
    }

    /** Changes a part at single positions, the k-th and those behind it; axes before it are gone. */
    private static NDArray single(NDArray x, IndexPlan plan, int k, NDArray v, Change change) {
        if (k == plan.axes().size()) {
            NDArray made = change.all.apply(x, v);
            fits(v, made.shapeOf(), x.shapeOf());
            return made;
        }
        List<NDArray> at = List.of(plan.indices().get(k));
        int axis = plan.axes().get(k) - k;
        return Indexing.scatter(null, x, at, single(Indexing.gather(x, at, axis), plan, k + 1, v, change), axis);
    }

    /** How many single positions on the first axes there are, if there are no others. */
    private static int leading(IndexPlan plan) {
        return plan.hasArrays() ? 0 : (int) IntStream.range(0, plan.axes().size()).takeWhile(k -> plan.axes().get(k) == k).count();
    }

    /** What is left of a plan behind the first positions. */
    private static IndexPlan behind(IndexPlan plan, int first) {
        List<Integer> axes = plan.axes().stream().skip(first).map(a -> a - first).toList();
        List<Integer> layout = plan.layout().stream().map(a -> a >= 0 ? a - first : a).toList();
        return new IndexPlan(plan.ranges().subList(first, plan.ranges().size()), axes, plan.indices().subList(first, plan.indices().size()), plan.adjacent(), layout);
    }

    /** The axes of an array so that those with index arrays are together, where their axes will be. */
    private static List<Integer> order(IndexPlan plan) {
        var out = new ArrayList<>(IntStream.range(0, plan.ranges().size()).filter(a -> !plan.axes().contains(a)).boxed().toList());
        out.addAll(plan.position(), plan.axes());
        return out;
    }

    private static List<Integer> inverse(List<Integer> order) {
        return IntStream.range(0, order.size()).map(order::indexOf).boxed().toList();
    }

    /** What the ranges leave of an array; axes with indices stay as they are. */
    private static NDArray ranges(NDArray x, IndexPlan plan) {
        var starts = new ArrayList<Extent>();
        var sizes = new ArrayList<Extent>();
        var steps = new ArrayList<Long>();
        var back = new ArrayList<Integer>();
        boolean whole = true;
        for (int k = 0; k < x.rank(); k++) {
            Range r = plan.ranges().get(k);
            starts.add(r == null ? Extent.of(0) : r.first());
            sizes.add(r == null ? x.shapeOf().get(k) : r.size());
            steps.add(r == null ? 1 : r.step());
            whole &= r == null || r.whole();
            if (r != null && r.backwards()) {
                back.add(k);
            }
        }
        return whole ? x : Structural.reverse(Structural.slice(x, starts, new Shape(sizes), steps), back);
    }

    /** Puts what ranges have selected back to its place. */
    private static NDArray putRanges(NDArray x, List<Range> ranges, NDArray part) {
        int strided = IntStream.range(0, ranges.size()).filter(k -> ranges.get(k) != null && (ranges.get(k).step() != 1 || ranges.get(k).backwards())).findFirst().orElse(-1);
        if (strided < 0) {
            return ranges.stream().allMatch(r -> r == null || r.whole()) ? part : Structural.dynamicUpdateSlice(x, part, starts(x, ranges));
        }
        Range r = ranges.get(strided);
        NDArray places = places(r);
        NDArray area = Indexing.take(x, places, strided);
        var rest = new ArrayList<>(ranges);
        rest.set(strided, null);
        return Indexing.scatter(null, x, List.of(places), putRanges(area, rest, part), strided);
    }

    private static List<NDArray> starts(NDArray x, List<Range> ranges) {
        return IntStream.range(0, x.rank()).mapToObj(k -> ranges.get(k) == null ? NDArray.of(0, DType.I32) : ranges.get(k).first().number()).toList();
    }

    /** The positions of a range, in the order in which they are read. */
    private static NDArray places(Range r) {
        NDArray k = Structural.iota(DType.I32, new Shape(List.of(r.size())), 0);
        NDArray upwards = k.times(r.step()).plus(r.first().number());
        return r.backwards() ? Structural.reverse(upwards, List.of(0)) : upwards;
    }

    /** A value at all places of a part. */
    private static NDArray filled(NDArray part, NDArray v) {
        Shape to = part.shapeOf();
        if (v.shapeOf().same(to)) {
            return v;
        }
        fits(v, v.shapeOf(), to);
        if (Operation.isTraced(part, v)) {
            return Structural.broadcastTo(v, to);
        }
        return Elementwise.run(Structural.key("broadcast_like"), "broadcast_like", v.dtype(), List.of(part, v), (t, in) -> in.subList(in.size() / 2, in.size()));
    }

    /** Refuses what would make a part longer. */
    private static void fits(NDArray v, Shape own, Shape to) {
        boolean fits = own.rank() <= to.rank();
        for (int k = 1; fits && k <= own.rank(); k++) {
            Extent n = own.get(own.rank() - k);
            Extent m = to.get(to.rank() - k);
            fits = n.isOne() || !n.isKnown() || !m.isKnown() || n.same(m);
        }
        if (!fits) {
            throw new JacobiException("An array of shape " + v.shapeOf() + " cannot be put into a part of shape " + to + ": counted from the last axis, extents have to be equal or 1.");
        }
    }
}
