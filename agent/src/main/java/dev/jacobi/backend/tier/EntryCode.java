package dev.jacobi.backend.tier;

import dev.jacobi.ir.Params;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import dev.jacobi.llvm.text.HostCall;
import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.woven.Deopt;

/** Machine code of a program's entry, with what it says when a check fails. */
public final class EntryCode implements ArrayEngine.Code {
    private final LinkedCode linked;
    private final long address;
    private final LlvmModule module;

    /** Code that was linked from this module. */
    public EntryCode(LinkedCode linked, LlvmModule module) {
        this.linked = linked;
        this.address = linked.address(module.entry());
        this.module = module;
    }

    @Override
    public void call(long args, long results) {
        int failed = (int) Bridge.call(address, args, results, 0, 0, 0, 0);
        if (failed != 0) {
            Params.Check c = module.checks().get(failed - 1);
            if (c.equals(HostCall.FAILED)) {
                rethrow();
            }
            if (c.code() == Params.Code.MEMORY) {
                throw new OutOfMemoryError("There is not enough memory for what " + c.where() + " computes; set the option memory= (or -Xmx) higher.");
            }
            throw Deopt.of(c);
        }
    }

    /** What Java has thrown where the code called it. */
    private void rethrow() {
        try {
            linked.rethrow();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
