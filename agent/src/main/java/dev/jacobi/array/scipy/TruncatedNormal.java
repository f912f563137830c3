package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;

/** The normal distribution between two bounds, by logarithms of its mass, which are taken on the side where they keep their precision. */
final class TruncatedNormal {
    private TruncatedNormal() {
    }

    /** The logarithm of the mass between two bounds. */
    static NDArray logMass(NDArray a, NDArray b) {
        NDArray right = a.gt(0.0);
        NDArray oneSided = right.or(b.le(0.0));
        NDArray from = SpecialReals.where(right, b.neg(), a);
        NDArray to = SpecialReals.where(right, a.neg(), b);
        NDArray top = ErrorFunctions.logNdtr(SpecialReals.where(oneSided, to, 0));
        NDArray bottom = ErrorFunctions.logNdtr(SpecialReals.where(oneSided, from, -1));
        NDArray difference = top.plus(SpecialReals.log(SpecialReals.expm1(bottom.minus(top)).neg()));
        NDArray middle = SpecialReals.log1p(ErrorFunctions.ndtr(a).plus(ErrorFunctions.ndtr(b.neg())).neg());
        return SpecialReals.where(oneSided, difference, SpecialReals.where(oneSided, SpecialReals.number(0, a), middle));
    }

    /** The logarithm of the mass below x divided by that between the bounds. */
    static NDArray logDistribution(NDArray x, NDArray a, NDArray b) {
        NDArray inside = x.gt(a).and(x.lt(b));
        NDArray y = SpecialReals.where(inside, x, a.plus(b).times(0.5));
        NDArray whole = logMass(a, b);
        NDArray below = logMass(a, y).minus(whole);
        NDArray above = logMass(y, b).minus(whole);
        NDArray near = below.gt(-0.1);
        NDArray value = SpecialReals.where(near, SpecialReals.log1p(SpecialReals.exp(SpecialReals.where(near, above, -1)).neg()), below);
        NDArray outside = SpecialReals.where(x.le(a), Double.NEGATIVE_INFINITY, SpecialReals.where(x.ge(b), 0, x));
        return SpecialReals.where(inside, value, outside);
    }
}
