package dev.jacobi.gpu;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.device.Queue;

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

    /** Opened beside the one that programs run on; both have the process's context. */
    private static final class Probe {
        private static final CudaDevice DEVICE = CudaDevice.open();
    }

    /** Whether kernels have brought the machine's GPU down for this process, by a faulty address for one. */
    public static boolean isLost() {
        if (!"cuda".equals(System.getProperty(PROPERTY))) {
            return false;
        }
        try (Queue q = Probe.DEVICE.queue(false)) {
            q.zero(q.alloc(1), 1);
            q.finish(0);
            return false;
        } catch (DeviceException e) {
            return e.kind() == DeviceException.Kind.LOST;
        }
    }
}
