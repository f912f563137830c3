package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Bits of bytes as elements of their own, and back. Each result is read from where its bit is, so that lengths stay symbols. */
public final class PackedBits {
    private PackedBits() {
    }

    /** Whether an order of bits is "little"; throws unless it is that or "big". */
    public static boolean isLittle(String name, String order) {
        if (!order.equals("little") && !order.equals("big")) {
            throw new JacobiException(name + ": there is no order of bits '" + order + "'; give \"big\" or \"little\".");
        }
        return order.equals("little");
    }

    private static NDArray line(NDArray x, Integer axis) {
        return axis == null ? Structural.reshape(x, new Shape(List.of(x.shapeOf().size()))) : x;
    }

    private static int axis(String name, NDArray x, Integer axis) {
        int k = axis == null ? 0 : axis < 0 ? axis + x.rank() : axis;
        if (axis != null && (k < 0 || k >= x.rank())) {
            throw new JacobiException(name + ": an array of shape " + x.shapeOf() + " has no axis " + axis + ".");
        }
        return k;
    }

    /** Eight elements a byte. */
    public static NDArray pack(NDArray a, Integer along, boolean little) {
        RealFunctions.onlyBits("packbits", a);
        int axis = axis("packbits", a, along);
        return Operation.fused(Structural.key("packbits", axis, little), List.of(line(a, along)), in -> {
            NDArray x = Casts.to(Choices.truth(in.get(0)), DType.I32);
            Extent n = x.shapeOf().get(axis);
            var shape = new Shape(List.of(n.plus(7).dividedBy(Extent.of(8)), Extent.of(8)));
            if (n.is(0)) {
                return Casts.to(x, DType.U8);
            }
            NDArray bit = Structural.iota(DType.I32, shape, 1);
            NDArray at = Typed.add(Typed.mul(Structural.iota(DType.I32, shape, 0), 8), bit);
            NDArray place = little ? bit : Typed.sub(7, bit);
            NDArray taken = Indexing.take(x, at, axis);
            List<Integer> axes = List.of(axis, axis + 1);
            NDArray inside = Elementwise.compare(Prim.LT, at, Made.extent(n));
            NDArray moved = Elementwise.apply(Prim.SHL, taken, Structural.broadcast(place, taken.shapeOf(), axes));
            NDArray bits = Elementwise.select(Structural.broadcast(inside, taken.shapeOf(), axes), moved, Typed.integer(moved, 0));
            return Casts.to(Reduction.reduce(Prim.REDUCE_ADD, bits, List.of(axis + 1)), DType.U8);
        });
    }

    /** A byte's bits; {@code count} is -1 for all. */
    public static NDArray unpack(NDArray a, Integer along, int count, boolean little) {
        if (a.dtype() != DType.U8) {
            throw new JacobiException("unpackbits: takes an array of uint8, but this one has elements of " + a.dtype() + "; convert it with astype().");
        }
        int axis = axis("unpackbits", a, along);
        return Operation.fused(Structural.key("unpackbits", axis, count, little), List.of(line(a, along)), in -> {
            NDArray x = Casts.to(in.get(0), DType.I32);
            Extent n = x.shapeOf().get(axis);
            Extent m = count < 0 ? n.times(8) : Extent.of(count);
            if (n.is(0)) {
                return Made.full(Casts.to(NDArray.scalar(0L), DType.U8), x.shapeOf().with(axis, m));
            }
            NDArray at = Structural.iota(DType.I32, new Shape(List.of(m)), 0);
            NDArray bit = Elementwise.apply(Prim.AND, at, Typed.integer(at, 7));
            NDArray place = little ? bit : Typed.sub(7, bit);
            NDArray taken = Indexing.take(x, Elementwise.apply(Prim.SHR, at, Typed.integer(at, 3)), axis);
            NDArray moved = Elementwise.apply(Prim.SHR, taken, Structural.broadcast(place, taken.shapeOf(), List.of(axis)));
            NDArray bits = Elementwise.apply(Prim.AND, moved, Typed.integer(moved, 1));
            NDArray inside = Elementwise.compare(Prim.LT, at, Made.extent(n.times(8)));
            return Casts.to(Elementwise.select(Structural.broadcast(inside, taken.shapeOf(), List.of(axis)), bits, Typed.integer(bits, 0)), DType.U8);
        });
    }
}
