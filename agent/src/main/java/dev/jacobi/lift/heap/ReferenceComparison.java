// Whether two array references that are compared can be told apart at all: the lifter takes arrays that came with the call to be distinct.
package dev.jacobi.lift.heap;

import dev.jacobi.ir.DType;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;

/**
 * Guards comparisons of array references. New arrays differ from all others. Whole arguments of the entry are specialised on
 * which of them are the same, provided that its own class compares references. All else that came with the call, a static's or field's
 * array or a row, may be the same object under two names, which only the original can tell.
 */
public final class ReferenceComparison {
    private final LiftContext context;

    public ReferenceComparison(LiftContext context) {
        this.context = context;
    }

    /** Refuses the comparison when its outcome is not known. */
    public void compare(Env env, Val a, Val b) {
        if (a instanceof Val.Choice c) {
            c.options().forEach(o -> compare(env, o, b));
        } else if (b instanceof Val.Choice) {
            compare(env, b, a);
        } else if (a instanceof Val.Ref x && b instanceof Val.Ref y && !x.equals(y)
            && context.cell(env, x.loc()) instanceof HeapCell.Arr p && context.cell(env, y.loc()) instanceof HeapCell.Arr q) {
            arrays(x, p, y, q);
        } else if (a instanceof Val.Ref x && b instanceof Val.Ref y && x.loc() != y.loc() && context.cell(env, x.loc()) instanceof HeapCell.Obj
            && context.origins().mayHaveComeWithCall(x.loc()) && context.origins().mayHaveComeWithCall(y.loc())) {
            throw context.refuse(ReasonCode.IDENTITY, "it compares the identity of objects that came with the call");
        }
    }

    private void arrays(Val.Ref x, HeapCell.Arr p, Val.Ref y, HeapCell.Arr q) {
        DType d = p.content().dtype();
        int rank = p.content().type().rank() - x.prefix().size();
        boolean sameType = d == q.content().dtype() && rank == q.content().type().rank() - y.prefix().size();
        if (!sameType || !context.mayBeGiven(x.loc()) || !context.mayBeGiven(y.loc())) {
            return;
        }
        if (x.loc() == y.loc()) {
            rows(x, p);
        } else if (!x.prefix().isEmpty() || !y.prefix().isEmpty() || !context.onlyArguments(d, rank)) {
            throw context.refuse(ReasonCode.IDENTITY, "it compares the identity of arrays that may be the same in ways that are not followed");
        }
    }

    /** Rows of one array: a row object may stand in it twice. */
    private void rows(Val.Ref x, HeapCell.Arr a) {
        context.refuseIf(x.prefix().size() > 1, ReasonCode.IDENTITY, "it compares the identity of rows of an array of arrays of arrays");
        if (a.perm() == null) {
            throw context.needsRows(x.loc());
        }
    }
}
