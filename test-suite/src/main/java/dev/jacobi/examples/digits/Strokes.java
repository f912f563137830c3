package dev.jacobi.examples.digits;

import java.util.List;

/** Which strokes the ten digits have: points in a square of side 1, x to the right and y down, through which each stroke goes; of two points it is straight. */
final class Strokes {
    private static final List<List<double[]>> DIGITS = List.of(
        List.of(new double[] {.50, .08, .22, .30, .20, .65, .50, .92, .80, .65, .78, .30, .50, .08}),
        List.of(new double[] {.30, .28, .52, .10}, new double[] {.52, .10, .52, .90}),
        List.of(new double[] {.22, .30, .35, .12, .62, .10, .76, .30, .60, .55, .22, .90}, new double[] {.22, .90, .80, .90}),
        List.of(new double[] {.24, .16, .50, .08, .74, .26, .46, .47}, new double[] {.46, .47, .78, .65, .55, .92, .22, .82}),
        List.of(new double[] {.62, .10, .18, .62}, new double[] {.18, .62, .84, .62}, new double[] {.64, .32, .64, .92}),
        List.of(new double[] {.74, .10, .30, .10}, new double[] {.30, .10, .27, .45}, new double[] {.27, .45, .55, .38, .78, .62, .58, .90, .22, .84}),
        List.of(new double[] {.68, .10, .38, .30, .24, .65, .50, .92, .76, .70, .52, .50, .27, .66}),
        List.of(new double[] {.20, .12, .80, .12}, new double[] {.80, .12, .42, .92}),
        List.of(new double[] {.50, .48, .26, .30, .50, .08, .74, .30, .50, .48, .22, .70, .50, .93, .78, .70, .50, .48}),
        List.of(new double[] {.74, .32, .48, .50, .25, .30, .50, .09, .74, .32, .68, .65, .45, .92}));

    /** Other ways in which people write some of them. */
    private static final List<double[]> BAR_OF_SEVEN = List.of(new double[] {.20, .12, .80, .12}, new double[] {.80, .12, .42, .92}, new double[] {.36, .50, .70, .50});
    private static final List<double[]> PLAIN_ONE = List.of(new double[] {.52, .08, .50, .92});
    private static final List<double[]> STRAIGHT_NINE = List.of(new double[] {.74, .32, .48, .50, .25, .30, .50, .09, .74, .32}, new double[] {.74, .28, .70, .92});

    private Strokes() {
    }

    /** The strokes of a digit; {@code manner} from 0 to 1 decides between ways of writing it. */
    static List<double[]> of(int digit, double manner) {
        if (manner > 0.7) {
            switch (digit) {
                case 1:
                    return PLAIN_ONE;
                case 7:
                    return BAR_OF_SEVEN;
                case 9:
                    return STRAIGHT_NINE;
                default:
                    break;
            }
        }
        return DIGITS.get(digit);
    }
}
