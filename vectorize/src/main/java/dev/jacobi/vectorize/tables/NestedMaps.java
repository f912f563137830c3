package dev.jacobi.vectorize.tables;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Maps, one in another, that fill an array element by element. */
public final class NestedMaps {
    private NestedMaps() {
    }

    /** Maps with these numbers of trips, the first one outermost; {@code write} is given the array and the numbers of the trips, and appends what writes to it. Returns the array behind them. */
    public static Var over(Builder b, Var to, List<Atom> trips, BiFunction<Var, List<Atom>, Var> write) {
        return over(b, to, trips, List.of(), write);
    }

    private static Var over(Builder b, Var to, List<Atom> trips, List<Atom> at, BiFunction<Var, List<Atom>, Var> write) {
        if (at.size() == trips.size()) {
            return write.apply(to, at);
        }
        Atom count = trips.get(at.size());
        Var trip = b.fresh(count.type());
        Var param = b.fresh(to.type());
        b.open();
        var next = new ArrayList<>(at);
        next.add(trip);
        Var inner = over(b, param, trips, next, write);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(trip, param), List.of(inner)), count, List.of(to)).get(0);
    }
}
