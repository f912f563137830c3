package dev.jacobi.dispatch;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;

/** For tests on machines without a GPU: the property {@code jacobi.test.device} puts another device in its place. */
final class TestDevice {
    private static final String PROPERTY = "jacobi.test.device";

    private TestDevice() {
    }

    static boolean asked() {
        return System.getProperty(PROPERTY) != null;
    }

    static Device open(Llvm llvm) {
        throw new DeviceException(DeviceException.Kind.NONE, "There is no device '" + System.getProperty(PROPERTY) + "'");
    }
}
