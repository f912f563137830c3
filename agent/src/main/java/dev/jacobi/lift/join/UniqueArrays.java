package dev.jacobi.lift.join;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.List;

/**
 * Arrays that only one variable refers to at the end of a loop's trip, made in this trip or an earlier one: of all of them the variable is at most one at a time,
 * so one location holds whichever it is.
 */
final class UniqueArrays {
    private final LiftContext context;
    private final List<Env> arms;
    private final JoinSlots slots;
    private final int loc;
    private final Atom[] content;
    private Type type;

    /** {@code slots} are the locations that have a place in the merged state already; {@code loc} is the location that the arrays get. */
    UniqueArrays(LiftContext context, List<Env> arms, JoinSlots slots, int loc) {
        this.context = context;
        this.arms = arms;
        this.slots = slots;
        this.loc = loc;
        this.content = new Atom[arms.size()];
    }

    int loc() {
        return loc;
    }

    /** The array in each arm, null where there is none; null when there is none at all. */
    Atom[] content() {
        return type == null ? null : content;
    }

    /** Takes over an option of a variable in an arm, if that is possible: an array made by the code that exists in this arm only and nothing else refers to. */
    boolean takes(int arm, Val v, Atom tag, int option, JoinPhis leaves) {
        if (!(v instanceof Val.Ref r) || !r.prefix().isEmpty() || slots.of(arm, r.loc()) != null || !context.origins().isNew(r.loc())
            || !(context.cell(arms.get(arm), r.loc()) instanceof HeapCell.Arr a) || a.perm() != null || !a.fills().isEmpty()
            || type != null && (type.dtype() != a.content().dtype() || type.rank() != a.content().type().rank())) {
            return false;
        }
        for (int i = 0; i < arms.size(); i++) {
            if (i != arm && arms.get(i) != null && context.cell(arms.get(i), r.loc()) != null) {
                return false;
            }
        }
        if (arms.get(arm).holders(r.loc()) != 1) {
            return false;
        }
        type = a.content().type();
        Atom old = content[arm];
        content[arm] = old == null ? a.content() : leaves.emitIn(arm, () -> context.ir().either(tag, option, a.content(), old));
        context.origins().madeNew(loc);
        return true;
    }
}
