package dev.jacobi.array.index;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Slice;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Arrays of bool as indices: they mean the places where they hold. */
final class Masks {
    private Masks() {
    }

    /** The places along each axis where a mask holds, row by row: how many there are has to be known now. */
    static List<NDArray> places(NDArray mask) {
        if (!IndexPlan.isStored(mask)) {
            throw new JacobiException("How many elements a mask of shape " + mask.shapeOf() + " selects is not known while the function is being compiled; set, add and their kin take a number or what is"
                + " broadcast to the other axes, and Np.where(mask, a, b) chooses between arrays.");
        }
        return Operation.now(() -> {
            boolean[] holds = mask.toBooleanArray();
            int[] dims = mask.shape();
            int[] places = IntStream.range(0, holds.length).filter(k -> holds[k]).toArray();
            var out = new ArrayList<NDArray>();
            int below = 1;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                int[] at = new int[places.length];
                for (int k = 0; k < at.length; k++) {
                    at[k] = places[k] / below % dims[axis];
                }
                out.add(0, NDArray.of(at, DType.I32));
                below *= Math.max(dims[axis], 1);
            }
            return out;
        });
    }

    /** The only mask of an index that has nothing else, or null. */
    static NDArray only(Object[] index) {
        NDArray mask = null;
        for (Object item : index) {
            boolean isMask = item instanceof NDArray x && x.dtype() == DType.BOOL || item instanceof boolean[];
            if (isMask && mask == null) {
                mask = NDArray.of(item);
            } else if (item != Marker.ELLIPSIS && !Slice.ALL.equals(item) || mask == null) {
                return null;
            }
        }
        return mask;
    }

    /** {@code changed} where a mask of an array's first axes holds, and the array elsewhere. */
    static NDArray select(NDArray mask, NDArray changed, NDArray x) {
        Shape own = mask.shapeOf();
        if (own.rank() > x.rank()) {
            throw new JacobiException("A mask of shape " + own + " has more axes than an array of shape " + x.shapeOf() + ".");
        }
        for (int k = 0; k < own.rank(); k++) {
            if (own.get(k).isKnown() && x.shapeOf().get(k).isKnown() && !own.get(k).same(x.shapeOf().get(k))) {
                throw new JacobiException("A mask of shape " + own + " does not fit an array of shape " + x.shapeOf() + "; its extents are those of the first axes.");
            }
        }
        Shape wide = own;
        for (int k = own.rank(); k < x.rank(); k++) {
            wide = wide.inserted(wide.rank(), Extent.of(1));
        }
        return Elementwise.select(Structural.reshape(mask, wide), changed, x);
    }
}
