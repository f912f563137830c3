package dev.jacobi.array.index;

import dev.jacobi.Slice;
import dev.jacobi.array.core.Extent;

/** The positions along an axis that a slice selects: {@code size} of them, from {@code first} on upwards in steps of {@code step}, then read backwards or not. */
record Range(Extent first, Extent size, long step, boolean backwards, boolean whole) {
    /** Of a slice of an axis of {@code n} elements. */
    static Range of(Slice s, Extent n) {
        if (s.step() > 0) {
            if (s.start() == null && s.stop() == null && s.step() == 1 || s.stop() == null && s.start() != null && s.start() == 0 && s.step() == 1) {
                return new Range(Extent.of(0), n, 1, false, true);
            }
            Extent start = s.start() == null ? Extent.of(0) : within(s.start(), n);
            Extent stop = s.stop() == null ? n : within(s.stop(), n);
            return new Range(start, count(stop.minus(start), s.step()), s.step(), false, false);
        }
        // backwards, both ends are one place further down, so that nothing is negative: positions are between them, without the lower one
        long step = -(long) s.step();
        Extent start = s.start() == null ? n : above(s.start(), n);
        Extent stop = s.stop() == null ? Extent.of(0) : above(s.stop(), n);
        Extent size = count(start.minus(stop), step);
        Extent first = start.minus(1).minus(size.minus(1).times(step)).max(Extent.of(0));
        return new Range(first, size, step, true, false);
    }

    private static Extent within(int at, Extent n) {
        return at >= 0 ? Extent.of(at).min(n) : n.plus(at).max(Extent.of(0));
    }

    /** The position behind one; 0 for what is in front of the array. */
    private static Extent above(int at, Extent n) {
        return at >= 0 ? Extent.of(at).plus(1).min(n) : n.plus(at).plus(1).max(Extent.of(0));
    }

    private static Extent count(Extent length, long step) {
        Extent all = length.max(Extent.of(0));
        return step == 1 ? all : all.plus(step - 1).dividedBy(Extent.of(step));
    }
}
