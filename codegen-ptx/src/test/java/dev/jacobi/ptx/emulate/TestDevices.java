package dev.jacobi.ptx.emulate;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import java.util.function.BiFunction;

/**
 * Opens what the property {@code jacobi.test.device} asks for; the agent finds this class by its name. {@code emulated} runs kernels on the host, {@code cuda} is the
 * machine's GPU. {@code emulated,LOST,5} fails so with its fifth request, {@code emulated,MEMORY,5,2} with the sixth, too, {@code DEFECT} as a defect of ours would.
 */
public final class TestDevices implements BiFunction<String, Llvm, Device> {
    @Override
    public Device apply(String asked, Llvm llvm) {
        String[] how = asked.split(",");
        Device d = device(how[0], llvm);
        return how.length == 1 ? d : new FaultyDevice(d, how[1].equals("DEFECT") ? null : DeviceException.Kind.valueOf(how[1]), Long.parseLong(how[2]), how.length == 3 ? 1 : Long.parseLong(how[3]));
    }

    private static Device device(String name, Llvm llvm) {
        return switch (name) {
            case "emulated" -> new EmulatedDevice(llvm, false);
            case "cuda" -> CudaDevice.open();
            default -> throw new DeviceException(DeviceException.Kind.NONE, "There is no device '" + name + "'");
        };
    }
}
