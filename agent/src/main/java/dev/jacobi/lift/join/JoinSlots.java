package dev.jacobi.lift.join;

import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The locations of a merged heap: each stands for one location in each arm of a {@link StateJoin}, and no two for the same one. */
final class JoinSlots {
    /** {@code loc} has the location in each arm, -1 where the arm has none. */
    record Slot(int id, int[] loc) {
    }

    private final LiftContext context;
    private final List<Env> arms;
    private final boolean loop;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Map<Integer, Slot>> slotOf = new ArrayList<>();
    private final Deque<Slot> fresh = new ArrayDeque<>();

    JoinSlots(LiftContext context, List<Env> arms, boolean loop) {
        this.context = context;
        this.arms = arms;
        this.loop = loop;
        arms.forEach(a -> slotOf.add(new HashMap<>()));
    }

    /** Slots whose contents are not merged yet. */
    Deque<Slot> fresh() {
        return fresh;
    }

    HeapCell cell(int arm, int loc) {
        return arms.get(arm) == null ? null : context.cell(arms.get(arm), loc);
    }

    /** The slot of a location in an arm, or null. */
    Slot of(int arm, int loc) {
        return slotOf.get(arm).get(loc);
    }

    /** The locations of an arm that have slots. */
    Set<Integer> taken(int arm) {
        return slotOf.get(arm).keySet();
    }

    Slot add(int id, int[] loc) {
        Slot s = new Slot(id, loc);
        slots.add(s);
        for (int i = 0; i < loc.length; i++) {
            if (loc[i] >= 0) {
                slotOf.get(i).put(loc[i], s);
                if (loc[i] != id) {
                    context.origins().standsFor(id, loc[i]);
                }
            }
        }
        fresh.add(s);
        return s;
    }

    /** The slot that is one location in all arms; null when another slot has it. */
    Slot identity(int l) {
        int[] loc = new int[arms.size()];
        Slot s = null;
        for (int i = 0; i < loc.length; i++) {
            loc[i] = cell(i, l) == null ? -1 : l;
            if (loc[i] < 0 && loop && arms.get(i) != null) {
                return null; // made anew in each iteration: not one location
            }
            Slot x = slotOf.get(i).get(l);
            if (loc[i] >= 0 && x != null) {
                s = x;
            }
        }
        if (s == null) {
            return add(l, loc);
        }
        return s.id == l && Arrays.equals(s.loc, loc) ? s : null;
    }

    /** The slot for these locations, a new one with this name if need be; null when another slot has one of them. */
    Slot shared(String name, int[] loc) {
        for (Slot s : slots) {
            if (Arrays.equals(s.loc, loc)) {
                return s;
            }
        }
        for (int i = 0; i < loc.length; i++) {
            if (loc[i] >= 0 && slotOf.get(i).containsKey(loc[i])) {
                return null;
            }
        }
        return add(context.location(name), loc);
    }
}
