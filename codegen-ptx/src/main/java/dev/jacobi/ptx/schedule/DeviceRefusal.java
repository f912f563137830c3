package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Eqn;
import dev.jacobi.llvm.NotEmitted;

/** What the schedule has no kernel for. */
final class DeviceRefusal {
    private DeviceRefusal() {
    }

    static NotEmitted of(Eqn e) {
        return new NotEmitted(e.prim().text() + " has no kernel for a GPU");
    }
}
