package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which arrays stand in an array of arrays at one depth: {@code flags} (bool[n], or bool[n,m] one deeper), or as long as that is null the
 * places {@code known} at lifting time. What is missing is null, or in a clone ({@code of} not null) still an array of the one it was cloned from.
 */
public record RowPresence(Set<List<Integer>> known, Atom flags, Shared of) {
    /** Nothing is missing. */
    public static final RowPresence FULL = new RowPresence(null, null, null);
    public static final RowPresence EMPTY = new RowPresence(Set.of(), null, null);

    /** The cloned array: where it is, and what it contained. Both -1 and null when that is not known any more. */
    public record Shared(int loc, Atom content) {
        public static final Shared LOST = new Shared(-1, null);
    }

    public RowPresence {
        known = known == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(known));
    }

    public boolean isFull() {
        return known == null;
    }

    /** Certainly nothing was stored yet. */
    public boolean isEmpty() {
        return !isFull() && flags == null && known.isEmpty();
    }

    public RowPresence withFlags(Atom f) {
        return new RowPresence(Set.of(), f, of);
    }

    /** The same with other values in it. */
    RowPresence map(UnaryOperator<Atom> by) {
        return new RowPresence(known, flags == null ? null : by.apply(flags), of == null || of.content() == null ? of : new Shared(of.loc(), by.apply(of.content())));
    }

    /** What is known without looking at the flags, as text. */
    public String shape() {
        return isFull() ? "full" : (flags == null ? known : "flags") + (of == null ? "" : "of" + of.loc());
    }
}
