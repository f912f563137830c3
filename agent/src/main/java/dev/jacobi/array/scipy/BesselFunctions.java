package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;
import java.util.List;

/** Modified Bessel functions of the first kind of the orders 0 and 1: Chebyshev polynomials of x up to 8, and of 8 / x above; interpolated with 30 digits and more. */
public final class BesselFunctions {
    private static final double LIMIT = 8;
    /** i0e(x) as a function of x / 4 - 1. */
    private static final double[] I0_SMALL = {
        0.33839763720473803, -0.3046826723431984, 0.17162090152220877, -0.09490109704804764, 0.04930528423967071, -0.02373741480589947, 0.010546460394594998,
        -0.004324309995050576, 0.0016394756169413357, -0.0005763755745385824, 0.00018850288509584165, -5.754195010082104e-05, 1.6448448070728896e-05,
        -4.4167383584587505e-06, 1.1173875391201037e-06, -2.670793853940612e-07, 6.046995022541919e-08, -1.300025009986248e-08, 2.6598237246823866e-09,
        -5.189795601635263e-10, 9.675809035373237e-11, -1.726826291441556e-11, 2.95505266312964e-12, -4.856446783111929e-13, 7.676185498604936e-14,
        -1.1685332877993451e-14, 1.715391285555133e-15, -2.431279846547955e-16, 3.3307945188222384e-17, -4.4153416464793395e-18};
    /** i0e(x) sqrt(x) as a function of 16 / x - 1. */
    private static final double[] I0_LARGE = {
        0.4022452055070544, 0.0033691164782556943, 6.889758346916825e-05, 2.8913705208347567e-06, 2.0489185894690638e-07, 2.266668990498178e-08,
        3.3962320257083865e-09, 4.94060238822497e-10, 1.1889147107846439e-11, -3.1499165279632416e-11, -1.3215811840447713e-11, -1.7941785315068062e-12,
        7.180124451383666e-13, 3.8527783827421426e-13, 1.54008621752141e-14, -4.150569347287222e-14, -9.554846698828307e-15, 3.8116806693526224e-15,
        1.7725601330565267e-15, -3.4254856196772185e-16, -2.8276239805165856e-16, 3.4612228676974735e-17, 4.465621420296749e-17, -4.830504485944182e-18,
        -7.233180487874683e-18};
    /** i1e(x) / x as a function of x / 4 - 1. */
    private static final double[] I1_SMALL = {
        0.12629359322181682, -0.17641651835783406, 0.1026436586898471, -0.05294598120809499, 0.024726449030626516, -0.010564084894626197, 0.004156422944312888,
        -0.0015135724506312532, 0.0005122859561685758, -0.00016176081582589674, 4.781565107550054e-05, -1.3273163656039436e-05, 3.4702513081376785e-06,
        -8.568720264695455e-07, 2.0032947535521353e-07, -4.445059128796328e-08, 9.381537386495773e-09, -1.8872497517228294e-09, 3.625590281552117e-10,
        -6.663489723502027e-11, 1.1736186298890901e-11, -1.9839743977649436e-12, 3.223793365945575e-13, -5.042185504727912e-14, 7.600684294735408e-15,
        -1.1055969477353862e-15, 1.5536319577362005e-16, -2.111421214358166e-17, 2.7779141127610464e-18};
    /** i1e(x) sqrt(x) as a function of 16 / x - 1. */
    private static final double[] I1_LARGE = {
        0.38928811750914005, -0.009761097491361469, -0.00011058893876262371, -3.882564808877691e-06, -2.512236237870209e-07, -2.6314688468895196e-08,
        -3.835380385964237e-09, -5.589743462196584e-10, -1.8974958123505413e-11, 3.2526035830154884e-11, 1.4125807436613782e-11, 2.0356285441470896e-12,
        -7.198551776245908e-13, -4.0835511110921974e-13, -2.1015418427726643e-14, 4.272440016711951e-14, 1.0420276984128804e-14, -3.8144030724370075e-15,
        -1.880354775510782e-15, 3.308202310920929e-16, 2.962628997645948e-16, -3.2095259219934114e-17, -4.650305368489369e-17, 4.4143483230717046e-18,
        7.517296310842191e-18};

    private BesselFunctions() {
    }

    private static NDArray even(NDArray x) {
        NDArray size = SpecialReals.abs(x);
        NDArray small = size.le(LIMIT);
        NDArray near = SpecialReals.chebyshev(SpecialReals.where(small, size, 0).times(0.25).minus(1.0), I0_SMALL);
        return SpecialReals.where(small, near, far(SpecialReals.where(small, LIMIT, size), I0_LARGE));
    }

    private static NDArray odd(NDArray x) {
        NDArray size = SpecialReals.abs(x);
        NDArray small = size.le(LIMIT);
        NDArray near = SpecialReals.chebyshev(SpecialReals.where(small, size, 0).times(0.25).minus(1.0), I1_SMALL).times(x);
        NDArray away = far(SpecialReals.where(small, LIMIT, size), I1_LARGE);
        return SpecialReals.where(small, near, SpecialReals.where(x.lt(0.0), away.neg(), away));
    }

    private static NDArray far(NDArray size, double[] factors) {
        return SpecialReals.chebyshev(SpecialReals.number(16, size).dividedBy(size).minus(1.0), factors).dividedBy(SpecialReals.sqrt(size));
    }

    /** exp(-|x|) i0(x). */
    public static NDArray i0e(NDArray x) {
        return Formula.unary("i0e", BesselFunctions::scaled0, x);
    }

    /** The function of order 0. */
    public static NDArray i0(NDArray x) {
        return Formula.unary("i0", BesselFunctions::order0, x);
    }

    /** exp(-|x|) i1(x). */
    public static NDArray i1e(NDArray x) {
        return Formula.unary("i1e", BesselFunctions::scaled1, x);
    }

    /** The function of order 1. */
    public static NDArray i1(NDArray x) {
        return Formula.unary("i1", BesselFunctions::order1, x);
    }

    // derivatives of the formulas would be those of |x| at 0, and long

    private static NDArray scaled0(NDArray x) {
        return Formula.withPartials("i0e", in -> even(in.get(0)), in -> List.of(scaled1(in.get(0)).minus(side(in.get(0)).times(scaled0(in.get(0))))), x);
    }

    private static NDArray scaled1(NDArray x) {
        return Formula.withPartials("i1e", in -> odd(in.get(0)), in -> List.of(scaled0(in.get(0)).minus(ratio(scaled1(in.get(0)), in.get(0), 0.5)).minus(side(in.get(0)).times(scaled1(in.get(0))))), x);
    }

    private static NDArray order0(NDArray x) {
        return Formula.withPartials("i0", in -> SpecialReals.exp(SpecialReals.abs(in.get(0))).times(even(in.get(0))), in -> List.of(order1(in.get(0))), x);
    }

    private static NDArray order1(NDArray x) {
        return Formula.withPartials("i1", in -> SpecialReals.exp(SpecialReals.abs(in.get(0))).times(odd(in.get(0))), in -> List.of(order0(in.get(0)).minus(ratio(order1(in.get(0)), in.get(0), 0.5))), x);
    }

    /** y / x for a function y of x that begins with x / 2. */
    private static NDArray ratio(NDArray y, NDArray x, double atZero) {
        NDArray zero = x.eq(0.0);
        return SpecialReals.where(zero, atZero, y.dividedBy(SpecialReals.where(zero, 1, x)));
    }

    private static NDArray side(NDArray x) {
        return SpecialReals.constant(SpecialReals.sign(x));
    }
}
