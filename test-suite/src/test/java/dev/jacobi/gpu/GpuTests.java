package dev.jacobi.gpu;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.DeviceException;

/** On which device tests of kernels run: an emulated one, or with {@code -Djacobi.gpu.tests=cuda} the machine's GPU. */
public final class GpuTests {
    public static final String PROPERTY = "jacobi.gpu.tests";

    private GpuTests() {
    }

    /** What {@code jacobi.test.device} is to be. Who asks for the GPU hears of it when there is none: tests that then ran elsewhere, or not at all, would look passed. */
    public static String device() {
        return device(System.getProperty(PROPERTY, "emulated"));
    }

    static String device(String asked) {
        if (asked.equals("cuda")) {
            try {
                Bridge.load(Natives.inUserCache());
                CudaDevice.open();
            } catch (DeviceException e) {
                throw new AssertionError("-D" + PROPERTY + "=cuda: " + e.getMessage(), e);
            }
        } else if (!asked.equals("emulated")) {
            throw new AssertionError("-D" + PROPERTY + "=" + asked + ": There is no such device; emulated and cuda are possible");
        }
        return asked;
    }
}
