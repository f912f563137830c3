package dev.jacobi.backend;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.emulate.FaultyDevice;

/**
 * For tests: the property {@code jacobi.test.device} puts another device in the GPU's place. {@code emulated} runs kernels on the host, {@code cuda} is the
 * machine's GPU. {@code emulated,LOST,5} fails so with its fifth request, {@code DEFECT} as a defect of ours would.
 */
final class TestDevice {
    private static final String PROPERTY = "jacobi.test.device";

    private TestDevice() {
    }

    /** What is asked for, or null. */
    static String asked() {
        return System.getProperty(PROPERTY);
    }

    static Device open(String asked, Llvm llvm) {
        String[] how = asked.split(",");
        try {
            Device d = device(how[0], llvm);
            return how.length == 1 ? d : new FaultyDevice(d, how[1].equals("DEFECT") ? null : DeviceException.Kind.valueOf(how[1]), Long.parseLong(how[2]));
        } catch (NoClassDefFoundError e) {
            throw new DeviceException(DeviceException.Kind.NONE, "There is no device 'emulated' in the jar: it is for the project's own tests");
        }
    }

    private static Device device(String name, Llvm llvm) {
        return switch (name) {
            case "emulated" -> new EmulatedDevice(llvm, false);
            case "cuda" -> CudaDevice.open();
            default -> throw new DeviceException(DeviceException.Kind.NONE, "There is no device '" + name + "'");
        };
    }
}
