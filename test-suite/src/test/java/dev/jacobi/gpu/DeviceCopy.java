package dev.jacobi.gpu;

import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.Queue;

/** What a device's memory can do, which kernels that move data are compared with. */
public final class DeviceCopy {
    private static final int RUNS = 3;
    private static final int COPIES = 10;

    private DeviceCopy() {
    }

    /** Bytes read and written per second by copies of so many bytes on the device, in GB/s: the best of three runs. */
    public static double bandwidth(Device device, long bytes) {
        double best = 0;
        for (int k = 0; k < RUNS; k++) {
            try (Queue q = device.queue(true)) {
                long from = q.alloc(bytes);
                long to = q.alloc(bytes);
                q.zero(from, bytes);
                q.copy(to, from, bytes);
                q.finish(0);
                long before = q.kernelNanos();
                for (int i = 0; i < COPIES; i++) {
                    q.copy(to, from, bytes);
                }
                q.finish(0);
                best = Math.max(best, 2.0 * COPIES * bytes / Math.max(1, q.kernelNanos() - before));
            }
        }
        return best;
    }
}
