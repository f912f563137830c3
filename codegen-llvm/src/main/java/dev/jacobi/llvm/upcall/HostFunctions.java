package dev.jacobi.llvm.upcall;

import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.llvm.text.HostCall;
import java.util.List;

/** The functions in Java that stand behind the {@link HostCall}s of compiled code. */
public final class HostFunctions {
    /** Made when a program first asks for it: most never do. */
    private FourierPlans plans;

    private synchronized FourierPlans plans() {
        if (plans == null) {
            plans = new FourierPlans();
        }
        return plans;
    }

    /** One for each call; {@code callbacks} listens to the callbacks among them. */
    public List<HostFunction> of(List<HostCall> calls, Callbacks callbacks) {
        return calls.stream().map(c -> c.prim() == Prim.FFT ? new FourierCall(plans(), c.operands().get(0).rank(), ((Params.Axis) c.params()).reverse())
            : (HostFunction) new DebugCall(callbacks, ((Params.Name) c.params()).name(), c.operands())).toList();
    }
}
