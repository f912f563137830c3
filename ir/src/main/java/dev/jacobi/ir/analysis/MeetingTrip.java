package dev.jacobi.ir.analysis;

import java.util.List;

/**
 * The one trip of a loop that stands between the others and independence: accesses that go through an array, one element a trip, meet an element that is the same in all trips in this trip only, as
 * {@code d[i][j]} meets {@code d[i][k]} in trip k. That it is among the loop's trips is not said.
 */
public final class MeetingTrip {
    private final Dependence trips;

    MeetingTrip(Dependence trips) {
        this.trips = trips;
    }

    /** For all accesses to one array, each write with each access that it meets; null when there is no such trip. */
    Poly ofAll(List<ElementAccess> accesses) {
        if (accesses.stream().anyMatch(ElementAccess::isClamped)) {
            return null;
        }
        Poly meeting = null;
        for (ElementAccess w : accesses) {
            for (ElementAccess a : accesses) {
                if (w.writes() && !trips.apart(w, a)) {
                    Poly m = of(w, a);
                    if (m == null || meeting != null && !meeting.equals(m)) {
                        return null;
                    }
                    meeting = m;
                }
            }
        }
        return meeting;
    }

    /** The trip in which an access that goes through the array meets one whose place is the same in all trips; null when that is not known. */
    public Poly of(ElementAccess moving, ElementAccess fixed) {
        boolean flat = moving.index().size() == 1 && fixed.index().size() == 1 && trips.mayAsk();
        Poly within = flat ? inRows(moving, fixed) : null;
        if (within != null) {
            return within;
        }
        for (int k = 0; k < Math.min(moving.index().size(), fixed.index().size()); k++) {
            Poly at = solved(moving.index().get(k), fixed.index().get(k));
            if (at != null) {
                return at;
            }
        }
        return null;
    }

    /** The trip for which {@code x} equals {@code y}, which no trip changes; null where x does not go by ones. */
    private Poly solved(Poly x, Poly y) {
        try {
            Poly c = x.linear(trips.trip());
            if (c == null || !c.isConst() || Math.abs(c.constant()) != 1) {
                return null;
            }
            Poly rest = x.minus(Poly.var(trips.trip()).times(c));
            Poly at = y.minus(rest).times(c);
            return rest.mentions(trips::isInside) || y.mentions(trips::isInside) ? null : at;
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    /** The same where rows lie one after the other: c * i + r meets c * k + s, with r and s within a row, in trip k, and c * k + i meets c * l + s in trip s. */
    private Poly inRows(ElementAccess moving, ElementAccess fixed) {
        Poly x = moving.index().get(0);
        Poly y = fixed.index().get(0);
        try {
            IntFacts facts = trips.both(moving, fixed);
            Poly c = x.linear(trips.trip());
            for (int k : c == null || c.equals(Poly.ZERO) || c.mentions(trips::isInside) ? new int[0] : y.variables()) {
                if (!trips.isInside(k) && c.equals(y.linear(k))) {
                    Poly rest = x.minus(Poly.var(trips.trip()).times(c)).minus(y.minus(Poly.var(k).times(c)).rename(trips::other));
                    if (Rows.withinOne(c, rest, facts)) {
                        return Poly.var(k);
                    }
                }
            }
            for (Rows r : y.mentions(trips::isInside) ? List.<Rows>of() : Rows.of(x, y, trips::isInside, facts)) {
                Poly at = solved(r.place(), r.otherPlace());
                if (at != null) {
                    return at;
                }
            }
        } catch (ArithmeticException tooLarge) {
            // nothing is known
        }
        return null;
    }
}
