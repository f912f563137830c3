package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Slice;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Promotion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What signals are about their means, or about straight lines through parts of them that have the least squares of distances. */
public final class Trends {
    private Trends() {
    }

    /** The signals along an axis without their means ("constant") or lines ("linear"), of which a new one begins at each of the breaks. */
    public static NDArray removed(NDArray data, int axis, String type, int... breaks) {
        NDArray x = Promotion.inexact(data).get(0);
        int k = AxisNumbers.of("detrend", axis, x.rank());
        return switch (type) {
            case "constant" -> x.minus(Np.mean(x, k, true));
            case "linear" -> Np.moveaxis(linear(Np.moveaxis(x, k, -1), breaks), -1, k);
            default -> throw new JacobiException("detrend: there is no trend '" + type + "'; there are constant and linear.");
        };
    }

    private static NDArray linear(NDArray x, int[] breaks) {
        int n = x.shape(-1);
        var places = new TreeSet<>(List.of(0, n));
        for (int b : breaks) {
            places.add(b);
        }
        if (places.first() < 0 || places.last() > n) {
            throw new JacobiException("detrend: lines break at " + List.copyOf(places) + ", but the axis has " + n + " elements; breaks lie between 0 and " + n + ".");
        }
        var parts = new ArrayList<NDArray>();
        for (int start : places.headSet(n)) {
            parts.add(levelled(x.get(NDArray.ELLIPSIS, Slice.of(start, places.higher(start)))));
        }
        return parts.isEmpty() ? x : Np.concatenate(parts, -1);
    }

    /** The distances from one line, which goes through the mean in the middle: its slope is the sum of products with places, over the sum of their squares. */
    private static NDArray levelled(NDArray x) {
        NDArray about = x.minus(Np.mean(x, -1, true));
        int n = x.shape(-1);
        if (n < 2) {
            return about;
        }
        DType real = x.dtype().real();
        NDArray place = Np.arange(n, real).minus((n - 1) / 2.0).times(2.0 / (n - 1));
        NDArray slope = Np.sum(about.times(place), -1, true).dividedBy(Np.sum(place.times(place)));
        return about.minus(slope.times(place));
    }
}
